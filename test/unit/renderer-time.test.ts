import { describe, expect, test } from 'vitest';
import { chartEvents } from '../../renderer/src/screens/table/chart-events.ts';
import { shownSpan, zoomOf } from '../../renderer/src/stores/span.ts';
import type { IncidentView } from '../../shared/domain/incident.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 0, 5, 9);

describe('the time of the charts', () => {
  test('is the range up to the newest of all', () => {
    expect(shownSpan({ range: '24h', zoom: null, edge: NOW })).toEqual({ from: NOW - 24 * HOUR, to: NOW });
    expect(shownSpan({ range: '1y', zoom: null, edge: NOW }).from).toBe(NOW - 365 * 24 * HOUR);
  });

  test('is what was dragged over, whatever arrives since', () => {
    const zoom = zoomOf({ from: NOW - HOUR, to: NOW - HOUR / 2 }, '24h', NOW);
    expect(shownSpan({ range: '24h', zoom, edge: NOW + 5_000 })).toEqual({
      from: NOW - HOUR,
      to: NOW - HOUR / 2,
    });
  });

  test('is never so short that it holds nothing', () => {
    const short = { from: NOW - 40_000, to: NOW - 38_000 };
    expect(zoomOf(short, '24h', NOW)).toEqual({ from: NOW - 69_000, to: NOW - 9_000 });
  });

  test('shows nothing that is still to come, and is the range again where it is as long', () => {
    const ahead = { from: NOW - HOUR, to: NOW + HOUR };
    expect(zoomOf(ahead, '24h', NOW)).toEqual({ from: NOW - 2 * HOUR, to: NOW });
    expect(zoomOf({ from: NOW - 2_000, to: NOW }, '24h', NOW)).toEqual({ from: NOW - 60_000, to: NOW });
    expect(zoomOf(ahead, '1h', NOW)).toBeNull();
  });
});

describe('what happened to a table', () => {
  const incident = (checkId: number, startedAt: number, resolvedAt: number | null) =>
    ({ title: `Incident of ${checkId}`, startedAt, resolvedAt, members: [{ checkId }] }) as IncidentView;

  test('is marked on the charts of its checks, faint where it is about another', () => {
    const schemaHistory = [
      { at: 40, changes: [] },
      {
        at: 20,
        changes: [
          { kind: 'other' as const, column: null, before: null, after: null, text: 'the table is gone' },
        ],
      },
    ];
    const marks = chartEvents({ incidents: [incident(1, 30, null), incident(2, 10, 35)], schemaHistory }, 1);
    expect(marks).toEqual([
      { kind: 'incident', at: 10, until: 35, faint: true, text: 'Incident: Incident of 2' },
      { kind: 'schema', at: 20, until: 20, faint: false, text: 'Schema: the table is gone' },
      { kind: 'incident', at: 30, until: null, faint: false, text: 'Incident: Incident of 1' },
      { kind: 'schema', at: 40, until: 40, faint: false, text: 'Schema as accepted again' },
    ]);
  });
});
