import { type ExportRequest, exportColumns } from '../../../shared/domain/export.ts';
import type { LoggedQuery, Logs } from '../store/logs.ts';
import { type Cell, chosen, lineWriter, number, type Reading, text } from './dataset.ts';
import { pages } from './pages.ts';
import type { Scope } from './scope.ts';
import { timeWriter } from './times.ts';

/** The query log in the order in which it was written, up to what is in it now. */
export function readQueries(
  logs: Logs,
  { filter, checkIds }: Scope,
  request: ExportRequest,
  batchRows: number,
): Reading {
  const upToId = logs.lastQueryId();
  const columns = chosen(exportColumns.queries, request.columns);
  const write = lineWriter(cells(request), columns);
  return {
    columns,
    count: () => [logs.countQueries(filter, checkIds, upToId)],
    lines: () => pages((after) => logs.queries(filter, checkIds, after, upToId, batchRows), batchRows, write),
  };
}

function cells({ times }: ExportRequest): Record<(typeof exportColumns.queries)[number], Cell<LoggedQuery>> {
  const startedAt = timeWriter(times);
  return {
    query_id: ({ id }) => number(id),
    connection: ({ connection }) => text(connection),
    schema: ({ schema }) => text(schema),
    table: ({ table }) => text(table),
    check: ({ check }) => text(check),
    reason: ({ reason }) => text(reason),
    started_at: (query) => startedAt(query.startedAt),
    duration_ms: ({ durationUs }) => number(durationUs / 1_000),
    rows: ({ rows }) => number(rows),
    outcome: ({ outcome }) => outcome,
    error: ({ error }) => text(error),
    cancel_confirmed: ({ cancelConfirmed }) =>
      cancelConfirmed === null ? '' : cancelConfirmed === 1 ? 'yes' : 'no',
    sql: ({ sql }) => text(sql),
  };
}
