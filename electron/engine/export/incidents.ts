import { type ExportRequest, exportColumns } from '../../../shared/domain/export.ts';
import type { LoggedIncident, Logs } from '../store/logs.ts';
import { type Cell, chosen, lineWriter, number, type Reading, text } from './dataset.ts';
import { pages } from './pages.ts';
import type { Scope } from './scope.ts';
import { orEmpty, timeWriter } from './times.ts';

/** Incidents that were spoken of, in the order in which they were opened. */
export function readIncidents(
  logs: Logs,
  { filter }: Scope,
  request: ExportRequest,
  batchRows: number,
): Reading {
  const columns = chosen(exportColumns.incidents, request.columns);
  const write = lineWriter(cells(request), columns);
  return {
    columns,
    count: () => [logs.countIncidents(filter)],
    lines: () => pages((after) => logs.incidents(filter, after, batchRows), batchRows, write),
  };
}

function cells({
  times,
}: ExportRequest): Record<(typeof exportColumns.incidents)[number], Cell<LoggedIncident>> {
  const time = orEmpty(timeWriter(times));
  return {
    incident_id: ({ id }) => number(id),
    connection: ({ connection }) => text(connection),
    schema: ({ schema }) => text(schema),
    table: ({ table }) => text(table),
    state: ({ state }) => state,
    severity: ({ severity }) => severity,
    title: ({ title }) => text(title),
    sentence: ({ sentence }) => text(sentence),
    findings: ({ findings }) => text(findings),
    started_at: ({ startedAt }) => time(startedAt),
    fired_at: ({ firedAt }) => time(firedAt),
    resolved_at: ({ resolvedAt }) => time(resolvedAt),
    lasted_seconds: ({ startedAt, resolvedAt }) =>
      resolvedAt === null ? '' : number((resolvedAt - startedAt) / 1_000),
    acknowledged_at: ({ acknowledgedAt }) => time(acknowledgedAt),
    notes: ({ notes }) => text(notes),
    resolution: ({ resolution }) => text(resolution),
    label: ({ label }) => label ?? '',
    part_of_incident: ({ parentId }) => number(parentId),
  };
}
