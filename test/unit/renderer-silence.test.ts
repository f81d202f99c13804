import { describe, expect, it } from 'vitest';
import { firstChoice, scopesOf, untilOf } from '../../renderer/src/screens/incidents/silence-choices.ts';
import type { IncidentMember, IncidentView } from '../../shared/domain/incident.ts';

const member = (checkId: number | null, name: string) => ({ checkId, name }) as IncidentMember;
const incident = (members: IncidentMember[], tableId: number | null = 7) =>
  ({
    members,
    tableId,
    tableName: tableId === null ? null : 'public.orders',
    connectionId: 3,
    connectionName: 'Shop replica',
  }) as IncidentView;

describe('what can be silent of an incident', () => {
  it('goes from the check to the table to the connection', () => {
    const choices = scopesOf(incident([member(5, 'Freshness')]));
    expect(choices.map(({ label }) => label)).toEqual([
      'The check “Freshness”',
      'The table public.orders',
      'The connection Shop replica',
    ]);
    expect(choices.map(({ scope }) => scope)).toEqual([
      { connectionId: null, tableId: null, checkId: 5 },
      { connectionId: null, tableId: 7, checkId: null },
      { connectionId: 3, tableId: null, checkId: null },
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

describe('how long it is silent', () => {
  const night = new Date(2026, 2, 28, 23, 30).getTime();

  it('counts from now, or ends at eight in the morning by the clock on the wall', () => {
    expect(untilOf('hour', night)).toBe(night + 3_600_000);
    expect(new Date(untilOf('morning', night) ?? 0)).toEqual(new Date(2026, 2, 29, 8, 0));
    expect(untilOf('resolved', night)).toBeNull();
  });
});
