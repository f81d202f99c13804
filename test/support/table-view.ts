import type { TableView } from '../../shared/domain/table.ts';

/** A healthy table as the window gets it. */
export const tableView = (id: number, changes: Partial<TableView> = {}): TableView => ({
  id,
  connectionId: 1,
  connectionName: 'replica-eu',
  schema: 'public',
  name: `table_${id}`,
  kind: 'table',
  addedAt: 0,
  health: 'healthy',
  sentence: 'All checks pass.',
  since: null,
  checks: 1,
  counts: { broken: 0, warning: 0, unjudged: 0, learning: 0, healthy: 1 },
  lastJudgedAt: null,
  nextDueAt: null,
  incidentId: null,
  freshness: null,
  volume: null,
  owner: null,
  tags: [],
  ...changes,
});
