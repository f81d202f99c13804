import { CSV_LINE_BREAK } from '../../../shared/csv.ts';
import { type ExportRequest, exportColumns } from '../../../shared/domain/export.ts';
import { unitOf } from '../checks/registry.ts';
import type { HistoricRun, History, Place, ScopedCheck } from '../store/history.ts';
import { chosen, decimal, type Lines, number, type Reading, text, thousandths } from './dataset.ts';
import { LineBytes } from './line-bytes.ts';
import { messageWriter } from './message-cell.ts';
import type { Scope } from './scope.ts';
import { timeWriter } from './times.ts';

const COUNTED_AT_ONCE = 15_000;
/** Checks with next to no history cost something, too: as much as this many runs of each kind of work. */
const ROWS_PER_SEEK = 2;
const COUNTED_PER_SEEK = 60;

/** A cell of every run of a check: always the same, or made of the run. */
type RunCell = string | ((run: HistoricRun) => string);

/**
 * Check runs by connection, table and check, oldest first in each. It holds the runs that were there at the start;
 * runs that finish meanwhile are not in it.
 */
export function readRuns(history: History, scope: Scope, request: ExportRequest, batchRows: number): Reading {
  const upToId = history.lastId();
  const checks = history
    .scope(scope.filter)
    .filter(({ id }) => scope.checkIds === null || scope.checkIds.has(id));
  const { columns, write } = runWriter(request);
  return {
    columns,
    count: () => countRuns(history, checks, scope, upToId),
    lines: () => runLines(history, checks, scope, upToId, batchRows, write),
  };
}

/** The chosen columns, and what writes the lines of a check's runs. */
export function runWriter(request: ExportRequest) {
  const columns = chosen(exportColumns.runs, request.columns);
  return { columns, write: lineWriter(request, columns) };
}

function* countRuns(
  history: History,
  checks: readonly ScopedCheck[],
  { filter }: Scope,
  upToId: number,
): Generator<number> {
  let counted = 0;
  let effort = 0;
  for (const check of checks) {
    let place: Place | null = null;
    do {
      const slice = history.count(check.id, filter, upToId, place, COUNTED_AT_ONCE);
      place = slice.next;
      counted += slice.found;
      effort += slice.looked + COUNTED_PER_SEEK;
      if (effort >= COUNTED_AT_ONCE) {
        yield counted;
        counted = 0;
        effort = 0;
      }
    } while (place !== null);
  }
  yield counted;
}

type WriteRuns = (check: ScopedCheck, runs: readonly HistoricRun[], into: LineBytes) => void;

/** Batches that each take about as long to find, however few of the runs looked at are wanted. */
function* runLines(
  history: History,
  checks: readonly ScopedCheck[],
  { filter }: Scope,
  upToId: number,
  batchRows: number,
  write: WriteRuns,
): Generator<Lines> {
  const lines = new LineBytes();
  let rows = 0;
  let room = batchRows;
  for (const check of checks) {
    let place: Place | null = null;
    do {
      const page = history.page(check.id, filter, upToId, place, room);
      place = page.next;
      write(check, page.found, lines);
      rows += page.found.length;
      room -= page.looked + ROWS_PER_SEEK;
      if (room <= 0) {
        yield { rows, bytes: lines.take() };
        rows = 0;
        room = batchRows;
      }
    } while (place !== null);
  }
  yield { rows, bytes: lines.take() };
}

/** Writes the lines of a check's runs. What is the same in all of them, with the commas around it, is joined once. */
function lineWriter(request: ExportRequest, columns: readonly Column[]): WriteRuns {
  const cellsOf = cells(request);
  let last: ScopedCheck | null = null;
  let pieces: readonly RunCell[] = [];
  return (check, runs, into) => {
    if (check !== last) {
      const own = cellsOf(check);
      pieces = joinConstants(columns.map((column) => own[column]));
      last = check;
    }
    for (const run of runs) {
      let line = '';
      for (const piece of pieces) line += typeof piece === 'string' ? piece : piece(run);
      into.add(line);
    }
  };
}

function joinConstants(line: readonly RunCell[]): RunCell[] {
  const pieces: RunCell[] = [];
  let constant = '';
  for (const [index, cell] of line.entries()) {
    if (index > 0) constant += ',';
    if (typeof cell === 'string') {
      constant += cell;
      continue;
    }
    if (constant !== '') pieces.push(constant);
    pieces.push(cell);
    constant = '';
  }
  return [...pieces, constant + CSV_LINE_BREAK];
}

type Column = (typeof exportColumns.runs)[number];

function cells({ times }: ExportRequest): (check: ScopedCheck) => Record<Column, RunCell> {
  const startedAt = timeWriter(times);
  const finishedAt = timeWriter(times);
  const message = messageWriter();
  return (check) => ({
    run_id: ({ id }) => number(id),
    connection: text(check.connection),
    schema: text(check.schema),
    table: text(check.table),
    check: text(check.name),
    check_type: text(check.type),
    status: ({ status }) => status,
    value: ({ value }) => decimal(value),
    unit: unitOf(check),
    message: ({ sentence, numbers }) => message(sentence, numbers),
    started_at: (run) => startedAt(run.startedAt),
    finished_at: (run) => finishedAt(run.finishedAt),
    duration_ms: ({ busyUs }) => thousandths(busyUs),
    usual_low: repeating(({ low }) => low),
    usual_high: repeating(({ high }) => high),
  });
}

/** For numbers that are mostly the one before: writing one in decimals takes longer than all else of its cell. */
function repeating(numberOf: (run: HistoricRun) => number | null): (run: HistoricRun) => string {
  let last: number | null = null;
  let cell = '';
  return (run) => {
    const next = numberOf(run);
    if (next !== last) {
      last = next;
      cell = number(next);
    }
    return cell;
  };
}
