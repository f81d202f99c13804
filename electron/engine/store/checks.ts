import {
  type Check,
  type CheckConfig,
  type CheckInput,
  type CheckPrice,
  type CheckSeverity,
  type Rule,
  STALE_INTERVALS,
} from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { notFound } from '../problem.ts';
import type { CheckMemory, CheckStateRow, Standing, StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';
import { hiding } from './removed.ts';
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
  pending_minutes: number | null;
  keep_firing_minutes: number | null;
  repeat_hours: number | null;
  enabled: number;
  rule: string;
  severity: string;
}

type StoredState = Omit<CheckStateRow, 'status'> & { status: number };

type StateCells = [
  status: number,
  value: number | null,
  message: string,
  at: number,
  since: number,
  judgedAt: number | null,
  low: number | null,
  high: number | null,
  checkId: number,
];

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
  rule: string,
  severity: string,
  pendingMinutes: number | null,
  keepFiringMinutes: number | null,
  repeatHours: number | null,
];

export class Checks implements CheckStore {
  readonly #list: Query<[], CheckRow>;
  readonly #get: Query<[number], CheckRow>;
  readonly #insert: Query<[number, number | null, ...Cells]>;
  readonly #update: Query<[...Cells, number], CheckRow>;
  readonly #db: Db;
  readonly #remove: Query<[number]>[];
  readonly #states: Query<[], StoredState>;
  readonly #standings: (
    ...parameters: [now: number]
  ) => [tableId: number, status: number | null, isOld: number, checks: number][];
  readonly #setState: Query<StateCells>;
  readonly #memory: Query<[number], CheckMemory & { updatedAt: number | null }>;
  readonly #setMemory: Query<[number, string | null, string | null, number]>;
  readonly #prices: Query<[], { checkId: number; price: string }>;
  readonly #setPrice: Query<[number, string, number]>;

  constructor(db: Db) {
    this.#list = db.prepare('SELECT * FROM check_rule WHERE removed_at IS NULL ORDER BY id');
    this.#get = db.prepare('SELECT * FROM check_rule WHERE id = ? AND removed_at IS NULL');
    this.#insert = db.prepare(
      `INSERT INTO check_rule (connection_id, table_id, type, name, config, warn_min, warn_max, fail_min, fail_max,
         interval_ms, pending_runs, enabled, rule, severity,
         pending_minutes, keep_firing_minutes, repeat_hours)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = db.prepare(
      `UPDATE check_rule SET type = ?, name = ?, config = ?, warn_min = ?, warn_max = ?, fail_min = ?, fail_max = ?,
         interval_ms = ?, pending_runs = ?, enabled = ?, rule = ?, severity = ?,
         pending_minutes = ?, keep_firing_minutes = ?, repeat_hours = ?
       WHERE id = ? AND removed_at IS NULL RETURNING *`,
    );
    this.#db = db;
    this.#remove = hiding(db, 'check_rule', 'id = ?');
    this.#states = db.prepare(
      `SELECT check_id AS checkId, status, value, message, at, since, judged_at AS judgedAt, low, high
       FROM check_state ORDER BY check_id`,
    );
    this.#standings = db.prepareCells(
      `SELECT c.table_id, s.status, coalesce(? - s.judged_at > ${STALE_INTERVALS} * c.interval_ms, 0) AS is_old, count(*)
       FROM check_rule c LEFT JOIN check_state s ON s.check_id = c.id
       WHERE c.table_id IS NOT NULL AND c.removed_at IS NULL AND c.enabled = 1
       GROUP BY c.table_id, s.status, is_old`,
    );
    this.#setState = db.prepare(
      `INSERT INTO check_state (check_id, status, value, message, at, since, judged_at, low, high)
       SELECT id, ?, ?, ?, ?, ?, ?, ?, ? FROM check_rule WHERE id = ? AND removed_at IS NULL
       ON CONFLICT (check_id) DO UPDATE SET status = excluded.status, value = excluded.value,
         message = excluded.message, at = excluded.at, since = excluded.since, judged_at = excluded.judged_at,
         low = excluded.low, high = excluded.high`,
    );
    this.#memory = db.prepare(
      'SELECT baseline, known, updated_at AS updatedAt FROM check_memory WHERE check_id = ?',
    );
    this.#setMemory = db.prepare(
      `INSERT INTO check_memory (check_id, baseline, known, updated_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (check_id) DO UPDATE SET baseline = excluded.baseline, known = excluded.known,
         updated_at = excluded.updated_at`,
    );
    this.#prices = db.prepare('SELECT check_id AS checkId, price FROM check_price');
    this.#setPrice = db.prepare(
      `INSERT INTO check_price (check_id, price, priced_at) VALUES (?, ?, ?)
       ON CONFLICT (check_id) DO UPDATE SET price = excluded.price, priced_at = excluded.priced_at`,
    );
  }

  /** Thousands of checks say much the same: what several of them say alike is read and kept once, and frozen. */
  list(): Check[] {
    const known = new Map<string, unknown>();
    const readOnce = <T>(text: string): T => {
      let value = known.get(text);
      if (value === undefined) {
        value = Object.freeze(JSON.parse(text));
        known.set(text, value);
      }
      return value as T;
    };
    return this.#list.all().map((row) => toCheck(row, readOnce));
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
    this.#db.transaction(() => {
      for (const query of this.#remove) query.run(id);
    });
  }

  states(): CheckStateRow[] {
    return this.#states.all().map((row) => ({ ...row, status: statusOf(row.status) }));
  }

  standings(now: EpochMs): Standing[] {
    return this.#standings(now).map(([tableId, code, isOld, checks]) => {
      return { tableId, status: code === null ? null : statusOf(code), isOld: isOld === 1, checks };
    });
  }

  /** Throws `ProblemError` `not_found` when the check was removed. */
  setState(row: CheckStateRow): void {
    const { changes } = this.#setState.run(
      statusCode(row.status),
      row.value,
      row.message,
      row.at,
      row.since,
      row.judgedAt,
      row.low,
      row.high,
      row.checkId,
    );
    if (changes === 0) throw notFound('check');
  }

  memory(checkId: number): CheckMemory & { updatedAt: number | null } {
    return this.#memory.get(checkId) ?? { baseline: null, known: null, updatedAt: null };
  }

  setMemory(checkId: number, { baseline, known }: CheckMemory, at: EpochMs): void {
    this.#setMemory.run(checkId, baseline, known, at);
  }

  prices(): Map<number, CheckPrice> {
    return new Map(
      this.#prices.all().map(({ checkId, price }) => [checkId, JSON.parse(price) as CheckPrice]),
    );
  }

  setPrice(checkId: number, price: CheckPrice): void {
    this.#setPrice.run(checkId, JSON.stringify(price), price.at);
  }
}

/** Reads what a cell holds as text. */
type Read = <T>(text: string) => T;
const readEach: Read = (text) => JSON.parse(text);

function toCheck(row: CheckRow, read = readEach): Check {
  const check: Check = {
    id: row.id,
    connectionId: row.connection_id,
    tableId: row.table_id,
    type: row.type,
    name: row.name,
    config: read<CheckConfig>(row.config),
    bounds: { warnMin: row.warn_min, warnMax: row.warn_max, failMin: row.fail_min, failMax: row.fail_max },
    intervalMs: row.interval_ms,
    pendingRuns: row.pending_runs,
    enabled: row.enabled === 1,
    rule: read<Rule>(row.rule),
    severity: row.severity as CheckSeverity,
  };
  if (row.pending_minutes !== null) check.pendingMinutes = row.pending_minutes;
  if (row.keep_firing_minutes !== null) check.keepFiringMinutes = row.keep_firing_minutes;
  if (row.repeat_hours !== null) check.repeatHours = row.repeat_hours;
  return check;
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
    JSON.stringify(input.rule),
    input.severity,
    input.pendingMinutes ?? null,
    input.keepFiringMinutes ?? null,
    input.repeatHours ?? null,
  ];
}
