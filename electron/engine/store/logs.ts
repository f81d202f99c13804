import type { ExportFilter } from '../../../shared/domain/export.ts';
import {
  ACKNOWLEDGED_WITH,
  type IncidentLabel,
  type IncidentState,
  type Severity,
} from '../../../shared/domain/incident.ts';
import type { QueryLogEntry } from '../../../shared/domain/query-log.ts';
import { joined, type Part, type Value } from './conditions.ts';
import type { Db } from './database.ts';
import { queryParts } from './query-filter.ts';
import { incidentShown } from './removed.ts';

export interface LoggedIncident {
  id: number;
  connection: string;
  schema: string | null;
  table: string | null;
  state: IncidentState;
  severity: Severity;
  title: string;
  sentence: string;
  /** Names of what was found, the oldest first. */
  findings: string | null;
  startedAt: number;
  firedAt: number | null;
  resolvedAt: number | null;
  acknowledgedAt: number | null;
  /** Those of its acknowledgement as well, the oldest first. */
  notes: string | null;
  resolution: string | null;
  label: IncidentLabel | null;
  parentId: number | null;
}

export interface LoggedQuery {
  id: number;
  connection: string;
  schema: string | null;
  table: string | null;
  check: string | null;
  reason: string;
  startedAt: number;
  durationUs: number;
  rows: number;
  outcome: QueryLogEntry['outcome'];
  error: string | null;
  cancelConfirmed: number | null;
  sql: string;
}

/** Incidents and the query log from the oldest on, page by page, for whoever takes all of them away. */
export class Logs {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Id of the newest query of all, 0 when there is none. */
  lastQueryId(): number {
    const newest = this.#db.shaped<[], { id: number | null }>('SELECT max(id) AS id FROM query_log').get();
    return newest?.id ?? 0;
  }

  countIncidents(filter: ExportFilter): number {
    const { sql, values } = joined(incidentParts(filter));
    const query = this.#db.shaped<Value[], { found: number }>(
      `SELECT count(*) AS found FROM incident i WHERE ${sql}`,
    );
    return query.get(...values)?.found ?? 0;
  }

  incidents(filter: ExportFilter, afterId: number, limit: number): LoggedIncident[] {
    const { sql, values } = joined([['i.id > ?', afterId], ...incidentParts(filter)]);
    const query = this.#db.shaped<Value[], LoggedIncident>(
      `SELECT i.id, n.name AS connection, t.schema_name AS "schema", t.name AS "table", i.state, i.severity, i.title,
         i.sentence, i.started_at AS startedAt, i.fired_at AS firedAt, i.resolved_at AS resolvedAt,
         i.acknowledged_at AS acknowledgedAt, i.resolution, i.label, i.parent_id AS parentId,
         (SELECT group_concat(name, '; ') FROM (SELECT m.name FROM incident_member m
            WHERE m.incident_id = i.id ORDER BY m.since, m.key)) AS findings,
         (SELECT group_concat(note, '; ') FROM (
            SELECT CASE kind WHEN 'noted' THEN text ELSE substr(text, ${ACKNOWLEDGED_WITH.length + 1}) END AS note
            FROM incident_event e WHERE e.incident_id = i.id
              AND (kind = 'noted' OR (kind = 'acknowledged' AND text LIKE '${ACKNOWLEDGED_WITH}%'))
            ORDER BY e.id)) AS notes
       FROM incident i JOIN connection n ON n.id = i.connection_id LEFT JOIN monitored_table t ON t.id = i.table_id
       WHERE ${sql} ORDER BY i.id LIMIT ?`,
    );
    return query.all(...values, limit);
  }

  countQueries(filter: ExportFilter, checkIds: ReadonlySet<number> | null, upToId: number): number {
    const { sql, values } = joined([['q.id <= ?', upToId], ...queryParts(filter, checkIds)]);
    const query = this.#db.shaped<Value[], { found: number }>(
      `SELECT count(*) AS found FROM query_log q WHERE ${sql}`,
    );
    return query.get(...values)?.found ?? 0;
  }

  queries(
    filter: ExportFilter,
    checkIds: ReadonlySet<number> | null,
    afterId: number,
    upToId: number,
    limit: number,
  ): LoggedQuery[] {
    const range: Part = ['q.id > ? AND q.id <= ?', afterId, upToId];
    const { sql, values } = joined([range, ...queryParts(filter, checkIds)]);
    const query = this.#db.shaped<Value[], LoggedQuery>(
      `SELECT q.id, n.name AS connection, t.schema_name AS "schema", t.name AS "table", c.name AS "check",
         r.text AS reason, s.text AS sql, q.started_at AS startedAt, q.duration_us AS durationUs,
         q.row_count AS "rows", q.outcome, q.error, q.cancel_confirmed AS cancelConfirmed
       FROM query_log q
       JOIN connection n ON n.id = q.connection_id
       JOIN query_text r ON r.id = q.reason_id
       JOIN query_text s ON s.id = q.sql_id
       LEFT JOIN check_rule c ON c.id = q.check_id AND c.removed_at IS NULL
       LEFT JOIN monitored_table t ON t.id = c.table_id
       WHERE ${sql} ORDER BY q.id LIMIT ?`,
    );
    return query.all(...values, limit);
  }
}

function incidentParts(filter: ExportFilter): Part[] {
  // What ended before it fired was never spoken of.
  const parts: Part[] = [[`(i.state <> 'resolved' OR i.fired_at IS NOT NULL)`], [incidentShown('i')]];
  if (filter.incidentId !== null) {
    parts.push(['(i.id = ? OR i.parent_id = ?)', filter.incidentId, filter.incidentId]);
    return parts;
  }
  if (filter.connectionId !== null) parts.push(['i.connection_id = ?', filter.connectionId]);
  if (filter.tableId !== null) parts.push(['i.table_id = ?', filter.tableId]);
  if (filter.checkId !== null)
    parts.push([
      'EXISTS (SELECT 1 FROM incident_member m WHERE m.incident_id = i.id AND m.check_id = ?)',
      filter.checkId,
    ]);
  if (filter.from !== null) parts.push(['(i.resolved_at IS NULL OR i.resolved_at >= ?)', filter.from]);
  if (filter.to !== null) parts.push(['i.started_at < ?', filter.to]);
  return parts;
}
