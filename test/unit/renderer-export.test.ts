import { describe, expect, it } from 'vitest';
import { startOf } from '../../renderer/src/components/fields/spans.ts';
import { presetsFor } from '../../renderer/src/screens/export/presets.ts';
import { ExportFilter } from '../../shared/domain/export.ts';

const NOW = new Date(2026, 2, 9, 14, 5).getTime();
const nowhere = { table: null, incidentId: null };
const names = (presets: { label: string }[]) => presets.map(({ label }) => label);

describe('presets', () => {
  it('are what can be meant by what is looked at', () => {
    const table = { id: 3, connectionId: 2 };
    expect(names(presetsFor(nowhere, NOW))).toEqual(['Last 24 hours']);
    expect(names(presetsFor({ ...nowhere, table }, NOW))).toEqual(['Last 24 hours', 'This table this month']);
    expect(names(presetsFor({ table, incidentId: 7 }, NOW))).toEqual([
      'Last 24 hours',
      'This table this month',
      'This incident',
    ]);
  });

  it('replace the whole filter', () => {
    const [day, month, incident] = presetsFor({ table: { id: 3, connectionId: 2 }, incidentId: 7 }, NOW);
    const all = ExportFilter.parse({});
    expect(day?.filter).toEqual({ ...all, from: NOW - 86_400_000 });
    expect(month?.filter).toEqual({
      ...all,
      connectionId: 2,
      tableId: 3,
      from: new Date(2026, 2, 1).getTime(),
    });
    expect(incident?.filter).toEqual({ ...all, incidentId: 7 });
  });
});

it('spans end now', () => {
  expect(startOf('all', NOW)).toBeNull();
  expect(startOf('week', NOW)).toBe(NOW - 7 * 86_400_000);
  expect(startOf('days30', NOW)).toBe(NOW - 30 * 86_400_000);
});
