import { stringify } from 'csv-stringify/sync';
import type { Check, Unit } from '../../../shared/domain/check.ts';
import type { HistoricRun, ScopedCheck } from './history.ts';

const COLUMNS = [
  'run_id',
  'connection',
  'schema',
  'table',
  'check',
  'check_type',
  'status',
  'value',
  'unit',
  'message',
  'started_at',
  'finished_at',
  'duration_ms',
];

/** Beginnings of a formula, their full-width forms, and what some programs skip in front of one. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** One line of the file: a run of a check. */
export interface ExportedRun {
  check: ScopedCheck;
  run: HistoricRun;
}

/** Names what the values of a check count. */
export type UnitOf = (check: Pick<Check, 'type' | 'config'>) => Unit | null;

export function csvHeader(): string {
  return toCsv([COLUMNS]);
}

/** RFC 4180 lines, each with its line break. */
export function csvLines(runs: readonly ExportedRun[], unitOf: UnitOf): string {
  // Given no record at all, csv-stringify would still end the line of a header.
  if (runs.length === 0) return '';
  return toCsv(
    runs.map(({ check, run }) => [
      run.id,
      text(check.connection),
      text(check.schema ?? ''),
      text(check.table ?? ''),
      text(check.name),
      text(check.type),
      run.status,
      run.value,
      unitOf(check),
      text(run.message),
      new Date(run.startedAt).toISOString(),
      new Date(run.finishedAt).toISOString(),
      run.durationMs,
    ]),
  );
}

function toCsv(records: (string | number | null)[][]): string {
  return stringify(records, { record_delimiter: 'windows' });
}

/**
 * A spreadsheet takes text that begins with one of these for a formula and runs it, and the names in a database are
 * not ours to trust. An apostrophe in front makes it text. Only for text: a number may well begin with a minus.
 */
function text(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
