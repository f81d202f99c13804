import type {
  IncidentChild,
  IncidentEvent,
  IncidentMember,
  IncidentState,
  IncidentView,
} from '../../../shared/domain/incident.ts';
import type { AlertRow, IncidentRow, NewIncident, StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';
import { incidentShown } from './removed.ts';

type IncidentStore = StoreApi['incidents'];

/** As SQLite has it: no booleans. */
type Flat = Omit<IncidentRow, 'group'> & { grouped: number; silenceUntil: number | null };
type MemberRow = IncidentMember & { incidentId: number };
type NewMember = Omit<IncidentMember, 'kind'>;
type ChildRow = IncidentChild & { parentId: number };

/** Columns that the engine writes, and the fields they hold. */
const COLUMNS = {
  connection_id: 'connectionId',
  table_id: 'tableId',
  state: 'state',
  severity: 'severity',
  title: 'title',
  sentence: 'sentence',
  started_at: 'startedAt',
  fired_at: 'firedAt',
  resolved_at: 'resolvedAt',
  acknowledged_at: 'acknowledgedAt',
  turned_at: 'turnedAt',
  resolution: 'resolution',
  parent_id: 'parentId',
  is_group: 'group',
  flapping: 'flapping',
  label: 'label',
  silence_id: 'silenceId',
  held: 'held',
  told: 'told',
  told_at: 'toldAt',
} as const satisfies Record<string, keyof NewIncident>;
type Cell = string | number | null;

const INCIDENT = `SELECT i.id, i.connection_id AS connectionId, n.name AS connectionName, i.table_id AS tableId,
    t.schema_name || '.' || t.name AS tableName, i.state, i.severity, i.title, i.sentence,
    i.started_at AS startedAt, i.fired_at AS firedAt, i.resolved_at AS resolvedAt,
    i.acknowledged_at AS acknowledgedAt, i.turned_at AS turnedAt, i.resolution, i.parent_id AS parentId,
    i.is_group AS grouped, i.flapping, i.label, i.silence_id AS silenceId, i.held, i.told, i.told_at AS toldAt,
    s.until AS silenceUntil
  FROM incident i
  JOIN connection n ON n.id = i.connection_id AND ${incidentShown('i')}
  LEFT JOIN monitored_table t ON t.id = i.table_id
  LEFT JOIN silence s ON s.id = i.silence_id`;
// What ended before it fired was never spoken of.
const WORTH_TELLING = `(i.state <> 'resolved' OR i.fired_at IS NOT NULL)`;
// As the indexes are written, so that no list is ever sorted.
const OPEN_FIRST = `ORDER BY i.state = 'resolved', i.started_at DESC, i.id DESC LIMIT ?`;

const WORST_FIRST = `CASE i.severity WHEN 'critical' THEN 0 WHEN 'broken' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END,
  i.started_at DESC, i.id DESC`;

export class Incidents implements IncidentStore {
  readonly #db: Db;
  readonly #insert: Query<Cell[]>;
  readonly #get: Query<[number], Flat>;
  readonly #many: Query<[string], Flat>;
  readonly #startedBetween: Query<[number, number], Flat>;
  readonly #forTable: Query<[number, number], Flat>;
  readonly #openOfTable: Query<[number], { id: number }>;
  readonly #openByTable: Query<[], { tableId: number; id: number }>;
  readonly #unsettled: Query<[], Flat>;
  readonly #childrenOf: Query<[number], Flat>;
  readonly #children: Query<[string], ChildRow>;
  readonly #lastHome: Query<[string], { incidentId: number; endedAt: number }>;
  readonly #removeMember: Query<[number, string]>;
  readonly #countMinutes: Query<[number, string, number], { minutes: number }>;
  readonly #members: Query<[string], MemberRow>;
  readonly #setMember: Query<[number, string, number | null, string, string, string, number, number | null]>;
  readonly #addEvent: Query<[number, number, string, string]>;
  readonly #events: Query<[number], IncidentEvent>;
  readonly #alerts: Query<[], AlertRow>;
  readonly #setAlert: Query<Cell[]>;
  readonly #removeAlert: Query<[string]>;

  constructor(db: Db) {
    this.#db = db;
    const names = Object.keys(COLUMNS);
    this.#insert = db.prepare(
      `INSERT INTO incident (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    );
    this.#get = db.prepare(`${INCIDENT} WHERE i.id = ?`);
    this.#many = db.prepare(
      `${INCIDENT.replace('FROM incident i', 'FROM json_each(?) AS wanted CROSS JOIN incident i ON i.id = wanted.value')}
       ORDER BY wanted.key`,
    );
    // Both sides of the index named, so that it is searched and not read.
    this.#startedBetween = db.prepare(
      `${INCIDENT} WHERE (i.state = 'resolved') IN (0, 1) AND i.started_at BETWEEN ? AND ?
       AND i.fired_at IS NOT NULL ORDER BY i.started_at, i.id`,
    );
    this.#forTable = db.prepare(`${INCIDENT} WHERE i.table_id = ? AND ${WORTH_TELLING} ${OPEN_FIRST}`);
    // Asked with every result. Whether the table is shown is known by who asks.
    this.#openOfTable = db.prepare(
      `SELECT i.id FROM incident i WHERE i.table_id = ? AND (i.state = 'resolved') = 0 AND i.state = 'firing'
       ORDER BY ${WORST_FIRST} LIMIT 1`,
    );
    this.#openByTable = db.prepare(
      `SELECT i.table_id AS tableId, i.id FROM incident i
       WHERE (i.state = 'resolved') = 0 AND i.state = 'firing' AND i.table_id IS NOT NULL
         AND ${incidentShown('i')} ORDER BY ${WORST_FIRST}`,
    );
    // Worded as the index is.
    this.#unsettled = db.prepare(
      `${INCIDENT} WHERE (i.state = 'firing' OR i.told IS NOT NULL OR i.flapping IS NOT NULL OR i.held = 'quiet')
       ORDER BY i.id`,
    );
    this.#childrenOf = db.prepare(`${INCIDENT} WHERE i.parent_id = ? ORDER BY i.id`);
    this.#children = db.prepare(
      `SELECT i.parent_id AS parentId, i.id, i.table_id AS tableId, t.schema_name || '.' || t.name AS tableName,
         i.title, i.state, i.severity
       FROM json_each(?) AS wanted CROSS JOIN incident i ON i.parent_id = wanted.value AND ${incidentShown('i')}
       LEFT JOIN monitored_table t ON t.id = i.table_id
       ORDER BY i.id`,
    );
    this.#lastHome = db.prepare(
      `SELECT m.incident_id AS incidentId, m.resolved_at AS endedAt
       FROM incident_member m JOIN incident i ON i.id = m.incident_id
       WHERE m.key = ? AND m.resolved_at IS NOT NULL AND i.fired_at IS NOT NULL
       ORDER BY m.incident_id DESC LIMIT 1`,
    );
    this.#removeMember = db.prepare('DELETE FROM incident_member WHERE incident_id = ? AND key = ?');
    this.#countMinutes = db.prepare(
      `SELECT count(DISTINCT at / 60000) AS minutes FROM incident_event
       WHERE incident_id = ? AND kind = ? AND at >= ?`,
    );
    this.#members = db.prepare(
      `SELECT m.incident_id AS incidentId, m.key, m.check_id AS checkId, c.type AS kind, m.name, m.severity,
         m.message, m.since, m.resolved_at AS resolvedAt
       FROM json_each(?) AS wanted CROSS JOIN incident_member m ON m.incident_id = wanted.value
       LEFT JOIN check_rule c ON c.id = m.check_id
       ORDER BY m.since, m.key`,
    );
    this.#setMember = db.prepare(
      `INSERT INTO incident_member (incident_id, key, check_id, name, severity, message, since, resolved_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (incident_id, key) DO UPDATE SET check_id = excluded.check_id, name = excluded.name,
         severity = excluded.severity, message = excluded.message, since = excluded.since,
         resolved_at = excluded.resolved_at`,
    );
    this.#addEvent = db.prepare(
      'INSERT INTO incident_event (incident_id, at, kind, text) VALUES (?, ?, ?, ?)',
    );
    this.#events = db.prepare('SELECT at, kind, text FROM incident_event WHERE incident_id = ? ORDER BY id');
    this.#alerts = db.prepare(
      `SELECT key, connection_id AS connectionId, table_id AS tableId, check_id AS checkId, kind, phase, streak,
         severity, name, message, since, seen_at AS seenAt, good_since AS goodSince, incident_id AS incidentId
       FROM alert ORDER BY key`,
    );
    this.#setAlert = db.prepare(
      `INSERT INTO alert (key, connection_id, table_id, check_id, kind, phase, streak, severity, name,
         message, since, seen_at, good_since, incident_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET connection_id = excluded.connection_id, table_id = excluded.table_id,
         check_id = excluded.check_id, kind = excluded.kind, phase = excluded.phase, streak = excluded.streak,
         severity = excluded.severity, name = excluded.name, message = excluded.message, since = excluded.since,
         seen_at = excluded.seen_at, good_since = excluded.good_since, incident_id = excluded.incident_id`,
    );
    this.#removeAlert = db.prepare('DELETE FROM alert WHERE key = ?');
  }

  insert(incident: NewIncident): number {
    const fields = Object.values(COLUMNS);
    return this.#insert.run(...fields.map((field) => cell(incident[field]))).id;
  }

  /** Writes only what is given. */
  update(id: number, changes: Partial<NewIncident>): void {
    const columns = Object.entries(COLUMNS).filter(([, field]) => changes[field] !== undefined);
    if (columns.length === 0) return;
    const assignments = columns.map(([name]) => `${name} = ?`).join(', ');
    const query = this.#db.shaped<Cell[], never>(`UPDATE incident SET ${assignments} WHERE id = ?`);
    query.run(...columns.map(([, field]) => cell(changes[field])), id);
  }

  row(id: number): IncidentRow | null {
    const flat = this.#get.get(id);
    return flat === undefined ? null : rowOf(flat);
  }

  unsettled(): IncidentRow[] {
    return this.#unsettled.all().map(rowOf);
  }

  childrenOf(parentId: number): IncidentRow[] {
    return this.#childrenOf.all(parentId).map(rowOf);
  }

  lastHomeOf(key: string): { incidentId: number; endedAt: number } | null {
    return this.#lastHome.get(key) ?? null;
  }

  removeMember(incidentId: number, key: string): void {
    this.#removeMember.run(incidentId, key);
  }

  countMinutes(incidentId: number, kind: IncidentEvent['kind'], since: number): number {
    return this.#countMinutes.get(incidentId, kind, since)?.minutes ?? 0;
  }

  get(id: number): IncidentView | null {
    const row = this.#get.get(id);
    return row === undefined ? null : (this.#views([row])[0] ?? null);
  }

  /** Those of them that are there, in this order. */
  many(ids: readonly number[]): IncidentView[] {
    return this.#views(this.#many.all(JSON.stringify(ids)));
  }

  /** No states at all means every state. */
  list(states: readonly IncidentState[], limit: number): IncidentView[] {
    const all = states.length === 0;
    // Without the resolved ones the scan ends where they begin.
    const onlyOpen = !all && !states.includes('resolved') ? `AND (i.state = 'resolved') = 0` : '';
    const query = this.#db.shaped<(string | number)[], Flat>(
      `${INCIDENT} WHERE (${all ? '?' : 'i.state IN (SELECT value FROM json_each(?))'}) ${onlyOpen} AND ${WORTH_TELLING} ${OPEN_FIRST}`,
    );
    return this.#views(query.all(all ? 1 : JSON.stringify(states), limit));
  }

  startedBetween(from: number, to: number): IncidentRow[] {
    return this.#startedBetween.all(from, to).map(rowOf);
  }

  forTable(tableId: number, limit: number): IncidentView[] {
    return this.#views(this.#forTable.all(tableId, limit));
  }

  openOfTable(tableId: number): number | null {
    return this.#openOfTable.get(tableId)?.id ?? null;
  }

  openByTable(): Map<number, number> {
    const found = new Map<number, number>();
    for (const { tableId, id } of this.#openByTable.all()) if (!found.has(tableId)) found.set(tableId, id);
    return found;
  }

  setMember(incidentId: number, member: NewMember): void {
    const { key, checkId, name, severity, message, since, resolvedAt } = member;
    this.#setMember.run(incidentId, key, checkId, name, severity, message, since, resolvedAt);
  }

  addEvent(incidentId: number, event: IncidentEvent): void {
    this.#addEvent.run(incidentId, event.at, event.kind, event.text);
  }

  events(incidentId: number): IncidentEvent[] {
    return this.#events.all(incidentId);
  }

  alerts(): AlertRow[] {
    return this.#alerts.all();
  }

  setAlert(row: AlertRow): void {
    this.#setAlert.run(
      row.key,
      row.connectionId,
      row.tableId,
      row.checkId,
      row.kind,
      row.phase,
      row.streak,
      row.severity,
      row.name,
      row.message,
      row.since,
      row.seenAt,
      row.goodSince,
      row.incidentId,
    );
  }

  removeAlert(key: string): void {
    this.#removeAlert.run(key);
  }

  #views(rows: Flat[]): IncidentView[] {
    const views = new Map(rows.map((flat) => [flat.id, viewOf(flat)]));
    const ids = JSON.stringify([...views.keys()]);
    for (const { incidentId, ...member } of this.#members.all(ids))
      views.get(incidentId)?.members.push({ ...member, kind: member.kind ?? causeIn(member.key) });
    for (const { parentId, ...child } of this.#children.all(ids)) views.get(parentId)?.children.push(child);
    return [...views.values()];
  }
}

/** `permission` of `table:3:permission`. A check's key names no type. */
const causeIn = (key: string): string | null =>
  key.startsWith('check:') ? null : (key.split(':').at(-1) ?? null);

function cell(value: string | number | boolean | null | undefined): Cell {
  if (value === undefined) return null;
  return typeof value === 'boolean' ? Number(value) : value;
}

function rowOf({ grouped, silenceUntil: _, ...row }: Flat): IncidentRow {
  return { ...row, group: grouped === 1 };
}

function viewOf(flat: Flat): IncidentView {
  const { silenceId, ...row } = rowOf(flat);
  const silence =
    silenceId === null || row.state === 'resolved' ? null : { id: silenceId, until: flat.silenceUntil };
  return { ...row, silence, members: [], children: [] };
}
