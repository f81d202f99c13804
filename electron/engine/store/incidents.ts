import type {
  IncidentEvent,
  IncidentMember,
  IncidentState,
  IncidentView,
} from '../../../shared/domain/incident.ts';
import type { AlertRow, NewIncident, StoreApi } from './api.ts';
import type { Db, Query } from './database.ts';

type IncidentStore = StoreApi['incidents'];

type IncidentRow = Omit<IncidentView, 'members'>;
type MemberRow = IncidentMember & { incidentId: number };
type Cells = [
  connectionId: number,
  tableId: number | null,
  state: string,
  severity: string,
  title: string,
  sentence: string,
  startedAt: number,
  firedAt: number | null,
  resolvedAt: number | null,
  acknowledgedAt: number | null,
];

const INCIDENT = `SELECT i.id, i.connection_id AS connectionId, n.name AS connectionName, i.table_id AS tableId,
    t.schema_name || '.' || t.name AS tableName, i.state, i.severity, i.title, i.sentence,
    i.started_at AS startedAt, i.fired_at AS firedAt, i.resolved_at AS resolvedAt,
    i.acknowledged_at AS acknowledgedAt
  FROM incident i
  JOIN connection n ON n.id = i.connection_id
  LEFT JOIN monitored_table t ON t.id = i.table_id`;
// What ended before it fired was never spoken of.
const WORTH_TELLING = `(i.state <> 'resolved' OR i.fired_at IS NOT NULL)`;
// As the indexes are written, so that no list is ever sorted.
const OPEN_FIRST = `ORDER BY i.state = 'resolved', i.started_at DESC, i.id DESC LIMIT ?`;

export class Incidents implements IncidentStore {
  readonly #db: Db;
  readonly #insert: Query<Cells>;
  readonly #update: Query<[...Cells, number]>;
  readonly #get: Query<[number], IncidentRow>;
  readonly #forTable: Query<[number, number], IncidentRow>;
  readonly #openForTable: Query<[number], IncidentRow>;
  readonly #members: Query<[string], MemberRow>;
  readonly #setMember: Query<[number, string, number | null, string, string, string, number, number | null]>;
  readonly #addEvent: Query<[number, number, string, string]>;
  readonly #events: Query<[number], IncidentEvent>;
  readonly #alerts: Query<[], AlertRow>;
  readonly #setAlert: Query<
    [
      string,
      number,
      number | null,
      number | null,
      string,
      number,
      string,
      string,
      string,
      number,
      number | null,
    ]
  >;
  readonly #removeAlert: Query<[string]>;

  constructor(db: Db) {
    this.#db = db;
    this.#insert = db.prepare(
      `INSERT INTO incident (connection_id, table_id, state, severity, title, sentence, started_at, fired_at,
         resolved_at, acknowledged_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = db.prepare(
      `UPDATE incident SET connection_id = ?, table_id = ?, state = ?, severity = ?, title = ?, sentence = ?,
         started_at = ?, fired_at = ?, resolved_at = ?, acknowledged_at = ?
       WHERE id = ?`,
    );
    this.#get = db.prepare(`${INCIDENT} WHERE i.id = ?`);
    this.#forTable = db.prepare(`${INCIDENT} WHERE i.table_id = ? AND ${WORTH_TELLING} ${OPEN_FIRST}`);
    this.#openForTable = db.prepare(
      `${INCIDENT} WHERE i.table_id = ? AND (i.state = 'resolved') = 0 AND i.state = 'firing'
       ORDER BY CASE i.severity WHEN 'broken' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, i.started_at DESC, i.id DESC
       LIMIT 1`,
    );
    this.#members = db.prepare(
      `SELECT m.incident_id AS incidentId, m.key, m.check_id AS checkId, m.name, m.severity, m.message, m.since,
         m.resolved_at AS resolvedAt
       FROM json_each(?) AS wanted CROSS JOIN incident_member m ON m.incident_id = wanted.value
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
      `SELECT key, connection_id AS connectionId, table_id AS tableId, check_id AS checkId, phase, streak, severity,
         name, message, since, incident_id AS incidentId
       FROM alert ORDER BY key`,
    );
    this.#setAlert = db.prepare(
      `INSERT INTO alert (key, connection_id, table_id, check_id, phase, streak, severity, name, message, since,
         incident_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET connection_id = excluded.connection_id, table_id = excluded.table_id,
         check_id = excluded.check_id, phase = excluded.phase, streak = excluded.streak,
         severity = excluded.severity, name = excluded.name, message = excluded.message, since = excluded.since,
         incident_id = excluded.incident_id`,
    );
    this.#removeAlert = db.prepare('DELETE FROM alert WHERE key = ?');
  }

  insert(incident: NewIncident): number {
    return this.#insert.run(...cellsOf(incident)).id;
  }

  update(id: number, changes: Partial<NewIncident>): void {
    const before = this.#get.get(id);
    if (before !== undefined) this.#update.run(...cellsOf({ ...before, ...changes }), id);
  }

  get(id: number): IncidentView | null {
    const row = this.#get.get(id);
    return row === undefined ? null : (this.#withMembers([row])[0] ?? null);
  }

  /** No states at all means every state. */
  list(states: readonly IncidentState[], limit: number): IncidentView[] {
    const all = states.length === 0;
    // Without the resolved ones the scan ends where they begin.
    const onlyOpen = !all && !states.includes('resolved') ? `AND (i.state = 'resolved') = 0` : '';
    const query = this.#db.shaped<(string | number)[], IncidentRow>(
      `${INCIDENT} WHERE (${all ? '?' : 'i.state IN (SELECT value FROM json_each(?))'}) ${onlyOpen} AND ${WORTH_TELLING} ${OPEN_FIRST}`,
    );
    return this.#withMembers(query.all(all ? 1 : JSON.stringify(states), limit));
  }

  forTable(tableId: number, limit: number): IncidentView[] {
    return this.#withMembers(this.#forTable.all(tableId, limit));
  }

  openForTable(tableId: number): IncidentView | null {
    const row = this.#openForTable.get(tableId);
    return row === undefined ? null : (this.#withMembers([row])[0] ?? null);
  }

  setMember(incidentId: number, member: IncidentMember): void {
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
      row.phase,
      row.streak,
      row.severity,
      row.name,
      row.message,
      row.since,
      row.incidentId,
    );
  }

  removeAlert(key: string): void {
    this.#removeAlert.run(key);
  }

  #withMembers(rows: IncidentRow[]): IncidentView[] {
    const views = new Map(rows.map((row) => [row.id, { ...row, members: [] as IncidentMember[] }]));
    for (const { incidentId, ...member } of this.#members.all(JSON.stringify([...views.keys()])))
      views.get(incidentId)?.members.push(member);
    return [...views.values()];
  }
}

function cellsOf(incident: NewIncident): Cells {
  return [
    incident.connectionId,
    incident.tableId,
    incident.state,
    incident.severity,
    incident.title,
    incident.sentence,
    incident.startedAt,
    incident.firedAt,
    incident.resolvedAt,
    incident.acknowledgedAt,
  ];
}
