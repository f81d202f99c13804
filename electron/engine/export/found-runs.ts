import type { CheckRun } from '../../../shared/domain/check.ts';
import type { ExportRequest } from '../../../shared/domain/export.ts';
import type { SearchPlace } from '../../../shared/domain/search.ts';
import type { HistoricRun, ScopedCheck } from '../store/history.ts';
import type { Store } from '../store/store.ts';
import type { Lines, Reading } from './dataset.ts';
import { LineBytes } from './line-bytes.ts';
import { runWriter } from './runs.ts';
import type { Scope } from './scope.ts';

/** As many as the window asks for at once, at most. */
const MOST_AT_ONCE = 500;

/**
 * The runs that say the filter's words, newest first: as the search finds them. It holds the runs that were there at the
 * start.
 */
export function readFoundRuns(
  { history, search }: Pick<Store, 'history' | 'search'>,
  scope: Scope,
  request: ExportRequest,
  batchRows: number,
): Reading {
  const upToId = history.lastId();
  const checks = new Map(
    history
      .scope(scope.filter)
      .filter(({ id }) => scope.checkIds === null || scope.checkIds.has(id))
      .map((check): [number, ScopedCheck] => [check.id, check]),
  );
  const { columns, write } = runWriter(request);
  function* found(): Generator<CheckRun[]> {
    let before: SearchPlace | null = null;
    do {
      const { text, ...filter } = scope.filter;
      const page = search.runs({ text, filter, before, limit: Math.min(batchRows, MOST_AT_ONCE) });
      yield page.runs.filter((run) => run.id <= upToId && checks.has(run.checkId));
      before = page.next;
    } while (before !== null);
  }
  return {
    columns,
    *count() {
      for (const runs of found()) yield runs.length;
    },
    *lines(): Generator<Lines> {
      const lines = new LineBytes();
      for (const runs of found()) {
        for (const run of runs) write(checks.get(run.checkId) as ScopedCheck, [historic(run)], lines);
        yield { rows: runs.length, bytes: lines.take() };
      }
    },
  };
}

/** Its message is together already. */
const historic = ({ message, durationMs, ...run }: CheckRun): HistoricRun => ({
  ...run,
  sentence: message,
  numbers: null,
  busyUs: Math.round(durationMs * 1_000),
});
