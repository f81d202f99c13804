import { type ExportRequest, exportColumns } from '../../../shared/domain/export.ts';
import { unitOf } from '../checks/registry.ts';
import type { HistoricRun, History, Place, ScopedCheck } from '../store/history.ts';
import { type Cell, chosen, type Lines, lineWriter, number, type Reading, text } from './dataset.ts';
import type { Scope } from './scope.ts';
import { timeWriter } from './times.ts';

const COUNTED_AT_ONCE = 15_000;
/** Checks with next to no history cost something, too: as much as this many runs of each kind of work. */
const ROWS_PER_SEEK = 2;
const COUNTED_PER_SEEK = 60;

interface Row {
  check: ScopedCheck;
  run: HistoricRun;
}

/**
 * Check runs by connection, table and check, oldest first in each. It holds the runs that were there at the start;
 * runs that finish meanwhile are not in it.
 */
export function readRuns(history: History, scope: Scope, request: ExportRequest, batchRows: number): Reading {
  const upToId = history.lastId();
  const checks = history
    .scope(scope.filter)
    .filter(({ id }) => scope.checkIds === null || scope.checkIds.has(id));
  const columns = chosen(exportColumns.runs, request.columns);
  return {
    columns,
    count: () => countRuns(history, checks, scope, upToId),
    lines: () => runLines(history, checks, scope, upToId, batchRows, lineWriter(cells(request), columns)),
  };
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

/** Batches that each take about as long to find, however few of the runs looked at are wanted. */
function* runLines(
  history: History,
  checks: readonly ScopedCheck[],
  { filter }: Scope,
  upToId: number,
  batchRows: number,
  write: (rows: Row[]) => Lines,
): Generator<Lines> {
  let batch: Row[] = [];
  let room = batchRows;
  for (const check of checks) {
    let place: Place | null = null;
    do {
      const page = history.page(check.id, filter, upToId, place, room);
      place = page.next;
      for (const run of page.found) batch.push({ check, run });
      room -= page.looked + ROWS_PER_SEEK;
      if (room <= 0) {
        yield write(batch);
        batch = [];
        room = batchRows;
      }
    } while (place !== null);
  }
  yield write(batch);
}

function cells({ times }: ExportRequest): Record<(typeof exportColumns.runs)[number], Cell<Row>> {
  const startedAt = timeWriter(times);
  const finishedAt = timeWriter(times);
  return {
    run_id: ({ run }) => number(run.id),
    connection: ofCheck((check) => text(check.connection)),
    schema: ofCheck((check) => text(check.schema)),
    table: ofCheck((check) => text(check.table)),
    check: ofCheck((check) => text(check.name)),
    check_type: ofCheck((check) => text(check.type)),
    status: ({ run }) => run.status,
    value: ({ run }) => number(run.value),
    unit: ofCheck(unitOf),
    message: ({ run }) => text(run.message),
    started_at: ({ run }) => startedAt(run.startedAt),
    finished_at: ({ run }) => finishedAt(run.finishedAt),
    duration_ms: ({ run }) => number(run.durationMs),
    usual_low: ({ run }) => number(run.low),
    usual_high: ({ run }) => number(run.high),
  };
}

/** A cell that is the same for all runs of a check, which come one after the other. */
function ofCheck(make: (check: ScopedCheck) => string): Cell<Row> {
  let last: ScopedCheck | null = null;
  let cell = '';
  return ({ check }) => {
    if (check !== last) {
      cell = make(check);
      last = check;
    }
    return cell;
  };
}
