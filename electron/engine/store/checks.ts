import type { Check, CheckConfig, CheckInput } from '../../../shared/domain/check.ts';
import { notFound } from '../problem.ts';
import type { CheckStateRow, StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';
import { statusCode, statusOf } from './status-code.ts';

type CheckStore = StoreApi['checks'];

interface CheckRow {
  id: number;
  connection_id: number;
  table_id: number | null;
  type: string;
  name: string;
  config: string;
  warn_min: number | null;
  warn_max: number | null;
  fail_min: number | null;
  fail_max: number | null;
  interval_ms: number;
  pending_runs: number;
  enabled: number;
}

type StoredState = Omit<CheckStateRow, 'status'> & { status: number };

type Cells = [
  type: string,
  name: string,
  config: string,
  warnMin: number | null,
  warnMax: number | null,
  failMin: number | null,
  failMax: number | null,
  intervalMs: number,
  pendingRuns: number,
  enabled: number,
];

export class Checks implements CheckStore {
  readonly #list: Query<[], CheckRow>;
  readonly #get: Query<[number], CheckRow>;
  readonly #insert: Query<[number, number | null, ...Cells]>;
  readonly #update: Query<[...Cells, number], CheckRow>;
  readonly #remove: Query<[number]>;
  readonly #states: Query<[], StoredState>;
  readonly #setState: Query<[number, number, number | null, string, number, number, number | null]>;

  constructor(db: Db) {
    this.#list = db.prepare('SELECT * FROM check_rule ORDER BY id');
    this.#get = db.prepare('SELECT * FROM check_rule WHERE id = ?');
    this.#insert = db.prepare(
      `INSERT INTO check_rule (connection_id, table_id, type, name, config, warn_min, warn_max, fail_min, fail_max,
         interval_ms, pending_runs, enabled)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = db.prepare(
      `UPDATE check_rule SET type = ?, name = ?, config = ?, warn_min = ?, warn_max = ?, fail_min = ?, fail_max = ?,
         interval_ms = ?, pending_runs = ?, enabled = ?
       WHERE id = ? RETURNING *`,
    );
    this.#remove = db.prepare('DELETE FROM check_rule WHERE id = ?');
    this.#states = db.prepare(
      `SELECT check_id AS checkId, status, value, message, at, since, judged_at AS judgedAt
       FROM check_state ORDER BY check_id`,
    );
    this.#setState = db.prepare(
      `INSERT INTO check_state (check_id, status, value, message, at, since, judged_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (check_id) DO UPDATE SET status = excluded.status, value = excluded.value,
         message = excluded.message, at = excluded.at, since = excluded.since, judged_at = excluded.judged_at`,
    );
  }

  list(): Check[] {
    return this.#list.all().map(toCheck);
  }

  get(id: number): Check | null {
    const row = this.#get.get(id);
    return row === undefined ? null : toCheck(row);
  }

  insert(owner: { connectionId: number; tableId: number | null }, input: CheckInput): Check {
    const { id } = this.#insert.run(owner.connectionId, owner.tableId, ...cellsOf(input));
    return { ...input, id, ...owner };
  }

  /** Throws `ProblemError` `not_found` when the check was removed. */
  update(id: number, input: CheckInput): Check {
    const row = this.#update.get(...cellsOf(input), id);
    if (row === undefined) throw notFound('check');
    return toCheck(row);
  }

  remove(id: number): void {
    this.#remove.run(id);
  }

  states(): CheckStateRow[] {
    return this.#states.all().map((row) => ({ ...row, status: statusOf(row.status) }));
  }

  setState(row: CheckStateRow): void {
    this.#setState.run(
      row.checkId,
      statusCode(row.status),
      row.value,
      row.message,
      row.at,
      row.since,
      row.judgedAt,
    );
  }
}

function toCheck(row: CheckRow): Check {
  return {
    id: row.id,
    connectionId: row.connection_id,
    tableId: row.table_id,
    type: row.type,
    name: row.name,
    config: JSON.parse(row.config) as CheckConfig,
    bounds: { warnMin: row.warn_min, warnMax: row.warn_max, failMin: row.fail_min, failMax: row.fail_max },
    intervalMs: row.interval_ms,
    pendingRuns: row.pending_runs,
    enabled: row.enabled === 1,
  };
}

function cellsOf(input: CheckInput): Cells {
  const { bounds } = input;
  return [
    input.type,
    input.name,
    JSON.stringify(input.config),
    bounds.warnMin,
    bounds.warnMax,
    bounds.failMin,
    bounds.failMax,
    input.intervalMs,
    input.pendingRuns,
    input.enabled ? 1 : 0,
  ];
}
