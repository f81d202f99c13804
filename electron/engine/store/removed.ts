import type { Db, Query } from './database.ts';

const CHECKS = 'SELECT id FROM check_rule WHERE removed_at IS NOT NULL';
const TABLES = 'SELECT id FROM monitored_table WHERE removed_at IS NOT NULL';
const CONNECTIONS = 'SELECT id FROM connection WHERE removed_at IS NOT NULL';

/** Condition that leaves out what belongs to a removed check. Next to always there is none, and it costs nothing. */
export const checkShown = (checkId: string) => `${checkId} NOT IN (${CHECKS})`;

/** The same for incidents, which go with their table and their connection. */
export const incidentShown = (incident: string) =>
  `${incident}.connection_id NOT IN (${CONNECTIONS})
   AND (${incident}.table_id IS NULL OR ${incident}.table_id NOT IN (${TABLES}))`;

export const connectionShown = (connectionId: string) => `${connectionId} NOT IN (${CONNECTIONS})`;

const NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
type Hidden = 'connection' | 'monitored_table' | 'check_rule';

/**
 * Statements that hide a row and all that belongs to it; each takes its id. What is few, and what is asked for without
 * a look at its owner, goes at once. `owned` finds the checks.
 */
export function hiding(db: Db, what: Hidden, owned: string): Query<[number]>[] {
  const checks = `SELECT id FROM check_rule WHERE ${owned}`;
  const statements = [
    ...['check_state', 'check_price'].map((of) => `DELETE FROM ${of} WHERE check_id IN (${checks})`),
    `DELETE FROM alert WHERE ${what === 'check_rule' ? 'check_id = ?' : owned}`,
    `DELETE FROM silence WHERE ${what === 'check_rule' ? 'check_id = ?' : owned}`,
    // Its incidents stay told.
    ...(what === 'check_rule' ? ['UPDATE incident_member SET check_id = NULL WHERE check_id = ?'] : []),
    `UPDATE check_rule SET removed_at = ${NOW} WHERE ${owned}`,
    // Its name is free at once for one that is monitored anew.
    ...(what === 'monitored_table'
      ? [
          `UPDATE monitored_table SET removed_at = ${NOW}, schema_name = '', name = 'removed ' || id WHERE id = ?`,
        ]
      : []),
    ...(what === 'connection'
      ? [
          `UPDATE monitored_table SET removed_at = ${NOW} WHERE ${owned}`,
          `UPDATE connection SET removed_at = ${NOW} WHERE id = ?`,
        ]
      : []),
  ];
  return statements.map((sql) => db.prepare(sql));
}

/**
 * Takes away what was removed by the user and is shown no more: a connection may leave millions of runs, and to delete
 * them at once would stop everything else for minutes. What is marked in the store stays to be done after a restart.
 */
export class Removed {
  readonly #db: Db;
  readonly #check: Query<[], { id: number }>;
  readonly #table: Query<[], { id: number }>;
  readonly #connection: Query<[], { id: number }>;

  constructor(db: Db) {
    this.#db = db;
    this.#check = db.prepare(`${CHECKS} LIMIT 1`);
    this.#table = db.prepare(`${TABLES} LIMIT 1`);
    this.#connection = db.prepare(`${CONNECTIONS} LIMIT 1`);
  }

  /** Deletes about so many rows; returns whether there may be more. */
  clear(limit: number): boolean {
    const check = this.#check.get();
    if (check) return this.#clearCheck(check.id, limit);
    const table = this.#table.get();
    if (table) return this.#clearTable(table.id, limit);
    const connection = this.#connection.get();
    if (connection) return this.#clearConnection(connection.id, limit);
    return false;
  }

  #clearCheck(id: number, limit: number): true {
    // The first runs, and all of the same millisecond.
    const runs = this.#delete(
      `DELETE FROM check_run WHERE check_id = ? AND finished_at <= coalesce(
         (SELECT finished_at FROM check_run WHERE check_id = ? ORDER BY finished_at, id LIMIT 1 OFFSET ? - 1),
         9007199254740991)`,
      id,
      id,
      limit,
    );
    if (runs >= limit) return true;
    for (const sums of ['check_hour', 'check_day', 'check_hour_again']) {
      const first = `SELECT start FROM ${sums} WHERE check_id = ? ORDER BY start LIMIT ?`;
      const gone = this.#delete(
        `DELETE FROM ${sums} WHERE check_id = ? AND start IN (${first})`,
        id,
        id,
        limit,
      );
      if (gone >= limit) return true;
    }
    this.#delete('DELETE FROM check_rule WHERE id = ?', id);
    return true;
  }

  #clearTable(id: number, limit: number): true {
    if (this.#clearIncident('table_id', id, limit)) return true;
    const events = 'SELECT id FROM schema_event WHERE table_id = ? LIMIT ?';
    if (this.#delete(`DELETE FROM schema_event WHERE id IN (${events})`, id, limit) >= limit) return true;
    this.#delete('DELETE FROM monitored_table WHERE id = ?', id);
    return true;
  }

  #clearConnection(id: number, limit: number): true {
    if (this.#clearIncident('connection_id', id, limit)) return true;
    const lines = 'SELECT id FROM query_log WHERE connection_id = ? LIMIT ?';
    if (this.#delete(`DELETE FROM query_log WHERE id IN (${lines})`, id, limit) >= limit) return true;
    this.#delete('DELETE FROM connection WHERE id = ?', id);
    return true;
  }

  /** Something of one incident, and the incident itself in the end. Returns whether there was one. */
  #clearIncident(owner: 'table_id' | 'connection_id', id: number, limit: number): boolean {
    const incident = `SELECT id FROM incident WHERE ${owner} = ? LIMIT 1`;
    const events = `SELECT id FROM incident_event WHERE incident_id = (${incident}) LIMIT ?`;
    if (this.#delete(`DELETE FROM incident_event WHERE id IN (${events})`, id, limit) >= limit) return true;
    return this.#delete(`DELETE FROM incident WHERE id = (${incident})`, id) > 0;
  }

  #delete(sql: string, ...values: number[]): number {
    return this.#db.shaped<number[], never>(sql).run(...values).changes;
  }
}
