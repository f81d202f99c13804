import { expect, test } from 'vitest';
import { asTable, csvTime } from '../../renderer/src/components/table/copy-csv.ts';
import { columnsCsv, profiledColumns } from '../../renderer/src/screens/table/csv.ts';
import { silenceOf } from '../../renderer/src/screens/table/silence-of.ts';
import { csvTable } from '../../shared/csv.ts';
import type { SilenceView } from '../../shared/domain/silence.ts';
import { T0 } from '../support/samples.ts';

test('a list is copied header first, numbers as numbers, times as every program reads them', () => {
  const columns = [
    { header: 'Name', of: ({ name }: { name: string }) => name },
    { header: 'Length', of: ({ name }: { name: string }) => name.length },
    { header: 'When', of: () => csvTime(T0) },
    { header: 'Never', of: () => csvTime(null) },
  ];
  expect(csvTable(asTable(columns, [{ name: 'a, b' }, { name: '=cmd' }]))).toBe(
    'Name,Length,When,Never\r\n"a, b",4,2026-01-05T09:00:00.000Z,\r\n\'=cmd,4,2026-01-05T09:00:00.000Z,\r\n',
  );
});

test('columns are copied with what is known of them', () => {
  const columns = [
    { name: 'id', type: 'bigint', nullable: false, position: 1 },
    { name: 'note', type: 'text', nullable: true, position: 2 },
  ];
  const profile = {
    at: T0,
    estimatedRows: 10,
    bytes: 8_192,
    columns: [{ name: 'id', nullShare: 0, distinct: 10, unique: true, lowest: -3, highest: 7 }],
  };
  expect(asTable(columnsCsv, profiledColumns(columns, profile)).slice(1)).toEqual([
    ['id', 'bigint', 'no', 0, 10, -3, 7],
    ['note', 'text', 'yes', null, null, null, null],
  ]);
});

test('of the silences of a table the one that holds longest is shown', () => {
  const silence = (id: number, changes: Partial<SilenceView>): SilenceView => ({
    id,
    connectionId: null,
    tableId: 1,
    checkId: null,
    kind: null,
    matcher: null,
    until: T0 + 1_000,
    note: '',
    createdAt: T0,
    endedAt: null,
    scope: '',
    incidents: 0,
    inLoudGroup: 0,
    ...changes,
  });
  const others = [
    silence(1, { tableId: 2 }),
    silence(2, { endedAt: T0 }),
    silence(3, { checkId: 4 }),
    silence(4, { kind: 'freshness' }),
    silence(5, { until: T0 - 1 }),
  ];
  expect(silenceOf(others, 1, T0)).toBeUndefined();
  const shorter = silence(6, { until: T0 + 10 });
  expect(silenceOf([...others, shorter, silence(7, {})], 1, T0)?.id).toBe(7);
  expect(silenceOf([silence(8, {}), silence(9, { until: null })], 1, T0)?.id).toBe(9);
});
