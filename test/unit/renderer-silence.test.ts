import { describe, expect, it } from 'vitest';
import { holding } from '../../renderer/src/screens/incidents/holding.ts';
import {
  firstChoice,
  laterToday,
  patternOf,
  scopesOf,
  untilOf,
} from '../../renderer/src/screens/incidents/silence-choices.ts';
import type { IncidentMember, IncidentView } from '../../shared/domain/incident.ts';
import type { SilenceView } from '../../shared/domain/silence.ts';

const member = (checkId: number | null, name: string, kind: string | null = null) =>
  ({ checkId, name, kind }) as IncidentMember;
const incident = (members: IncidentMember[], tableId: number | null = 7) =>
  ({
    members,
    tableId,
    tableName: tableId === null ? null : 'public.orders',
    connectionId: 3,
    connectionName: 'Shop replica',
  }) as IncidentView;

describe('what can be silent of an incident', () => {
  it('goes from the check to the table, all of its type, and the connection', () => {
    const choices = scopesOf(incident([member(5, 'Freshness', 'freshness')]));
    expect(choices.map(({ label }) => label)).toEqual([
      'The check “Freshness”',
      'The table public.orders',
      'Everything of type freshness on Shop replica',
      'The connection Shop replica',
    ]);
    expect(choices.map(({ scope }) => scope)).toEqual([
      { connectionId: null, tableId: null, checkId: 5, kind: null },
      { connectionId: null, tableId: 7, checkId: null, kind: null },
      { connectionId: 3, tableId: null, checkId: null, kind: 'freshness' },
      { connectionId: 3, tableId: null, checkId: null, kind: null },
    ]);
    expect(firstChoice(choices)?.key).toBe('check:5');
  });

  it('means the table when several of its checks are bad', () => {
    expect(firstChoice(scopesOf(incident([member(5, 'a'), member(6, 'b')])))?.key).toBe('table');
  });

  it('offers the connection alone when no check and no table is to blame', () => {
    const choices = scopesOf(incident([member(null, 'Replica unreachable')], null));
    expect(choices.map(({ key }) => key)).toEqual(['connection']);
  });
});

describe('a pattern', () => {
  it('begins with all of the table, or of the connection where there is none', () => {
    expect(patternOf(incident([]))).toBe('Shop replica/public.orders/*');
    expect(patternOf(incident([], null))).toBe('Shop replica/*');
  });
});

describe('how long it is silent', () => {
  const night = new Date(2026, 2, 28, 23, 30).getTime();

  it('counts from now, or ends at eight in the morning by the clock on the wall', () => {
    expect(untilOf('hour', night)).toBe(night + 3_600_000);
    expect(new Date(untilOf('morning', night) ?? 0)).toEqual(new Date(2026, 2, 29, 8, 0));
    expect(untilOf('resolved', night)).toBeNull();
  });

  it('ends at a time that was given, and proposes one that is still to come', () => {
    expect(untilOf('time', night, '2026-03-30T06:15')).toBe(new Date(2026, 2, 30, 6, 15).getTime());
    expect(untilOf('time', night, '')).toBeNaN();
    expect(laterToday(new Date(2026, 2, 5, 21, 40).getTime())).toBe('2026-03-06T01:00');
  });
});

describe('the silences that hold', () => {
  const silence = (id: number, until: number | null, endedAt: number | null = null) =>
    ({ id, until, endedAt, createdAt: id }) as SilenceView;

  it('come by their end, the open ones last and the newest of them first', () => {
    const list = [silence(1, null), silence(2, 900), silence(3, 500), silence(4, null)];
    expect(holding(list, 100).map(({ id }) => id)).toEqual([3, 2, 4, 1]);
  });

  it('hold no longer than until their time, though nothing was said of their end', () => {
    expect(holding([silence(1, 500), silence(2, null, 400)], 500)).toEqual([]);
    expect(holding([silence(1, 500)], 499)).toHaveLength(1);
  });
});
