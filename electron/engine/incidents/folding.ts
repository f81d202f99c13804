import type { AlertRow, IncidentRow } from '../store/api.ts';
import { compareSeverity, within } from './alert.ts';
import { newIncident } from './new-incident.ts';
import type { Round } from './round.ts';
import {
  DOUBT_WAIT_MS,
  GROUP_TABLES,
  GROUP_WAIT_MS,
  GROUP_WINDOW_MS,
  VIEW_GRACE_MS,
  VIEW_WAIT_MS,
} from './timing.ts';
import { isInDoubtBelow, tableBehind } from './views.ts';
import { groupHeadline, listed } from './words.ts';

/** Causes on a connection after which nothing that its tables show can be held against them. */
const BLINDING = new Set(['unreachable', 'auth', 'not_a_replica']);
/** A replica that is behind makes data look late, and nothing else. */
const LATE = new Set(['freshness', 'volume']);

/**
 * What several tables have in common when one cause is behind it: a load that is late, a migration, a lost right, a
 * lock. Columns of different tables that go wrong at one time are different problems, and each is worth its message.
 */
const COMMON: Readonly<Record<string, string>> = {
  freshness: 'late',
  volume: 'late',
  schema: 'schema',
  permission: 'permission',
  locked: 'locked',
  conflict: 'conflict',
};

/** Whether a cause on the connection explains a finding on one of its tables (Alertmanager's inhibition). */
function explains(cause: string, finding: string): boolean {
  return BLINDING.has(cause) || (cause === 'replication_lag' && LATE.has(finding));
}

/** Folds every table's incident that another one explains or stands for under that one, and unfolds what is left. */
export function fold(round: Round): void {
  for (const row of round.firing()) if (row.tableId !== null && row.parentId !== null) keepFolded(round, row);
  for (const row of loose(round)) inhibit(round, row);
  const connections = new Set(loose(round).map((row) => row.connectionId));
  for (const connectionId of connections) {
    joinGroups(round, connectionId);
    formGroup(round, connectionId);
  }
  for (const row of round.firing()) if (row.group) followChildren(round, row);
}

/** Until when a table's incident waits for others of the same cause before it speaks. */
export function waitsUntil(round: Round, row: IncidentRow): number {
  const since = (row.state === 'firing' ? row.turnedAt : row.resolvedAt) ?? round.now;
  // The clock was set back: waiting for it would take as long.
  if (since > round.now) return round.now;
  if (row.state === 'firing' && round.pending.some((alert) => isInDoubtBelow(round, alert, row)))
    return since + VIEW_WAIT_MS;
  const catchingUp = round.catchingUp(row.connectionId);
  const doubt = round.pending.some(
    (alert) => (catchingUp && round.catchingUp(alert.connectionId)) || mayBeBehind(round, alert, row),
  );
  if (doubt) return since + DOUBT_WAIT_MS;
  if (catchingUp) return since + GROUP_WAIT_MS;
  if (row.state === 'resolved' || row.tableId === null) return since;
  // Proven by several looks, it gave the others the time to be seen, too.
  const atFirstSight = row.startedAt === row.firedAt || row.turnedAt !== row.firedAt;
  return atFirstSight ? since + GROUP_WAIT_MS : since;
}

/** Whether what is in doubt elsewhere on the connection may turn out to be the cause of a table's incident, or to share it. */
function mayBeBehind(round: Round, alert: AlertRow, row: IncidentRow): boolean {
  if (row.state !== 'firing' || row.tableId === null || alert.connectionId !== row.connectionId) return false;
  if (alert.tableId === row.tableId) return false;
  const common = COMMON[alert.kind];
  return alert.tableId === null || (common !== undefined && commonOf(round, row).includes(common));
}

/** Firing incidents of tables that stand for themselves and that nobody was told about. */
function loose(round: Round): IncidentRow[] {
  return round
    .firing()
    .filter(
      (row) =>
        row.tableId !== null &&
        row.parentId === null &&
        row.told === null &&
        row.silenceId === null &&
        row.flapping !== 'told',
    );
}

function keepFolded(round: Round, row: IncidentRow): void {
  const parent =
    row.parentId === null ? null : (round.rows.get(row.parentId) ?? round.store.incidents.row(row.parentId));
  if (parent?.state === 'firing') return;
  if (parent && !parent.group) {
    // Only a run after the cause was gone tells whether the symptom is gone, too.
    const grace = parent.tableId === null ? 0 : VIEW_GRACE_MS;
    const endedAt = parent.resolvedAt ?? 0;
    const seenSince =
      round.alertsOf(row.id).some((alert) => alert.seenAt > endedAt + grace) || round.now < endedAt;
    if (!seenSince) {
      round.awaited.add(row.id);
      return;
    }
    round.event(row, 'ungrouped', `Still so after this was over: ${parent.title}.`);
    round.set(row, { parentId: null, held: null, turnedAt: round.now });
    return;
  }
  // The group is over, and this table is bad again: it stands for itself, or for a new group.
  round.set(row, { parentId: null, held: null });
}

function inhibit(round: Round, row: IncidentRow): void {
  const cause = connectionBehind(round, row) ?? tableBehind(round, row);
  if (cause) foldUnder(round, cause, row, `Explained by: ${cause.title}.`);
}

function connectionBehind(round: Round, row: IncidentRow): IncidentRow | null {
  const findings = round.alertsOf(row.id).map((alert) => alert.kind);
  if (findings.length === 0) return null;
  const cause = round
    .firing()
    .find(
      (other) =>
        other.tableId === null &&
        !other.group &&
        other.connectionId === row.connectionId &&
        findings.every((finding) => round.alertsOf(other.id).some(({ kind }) => explains(kind, finding))),
    );
  return cause ?? null;
}

function foldUnder(round: Round, parent: IncidentRow, child: IncidentRow, why: string): void {
  round.event(child, 'grouped', why);
  round.set(child, { parentId: parent.id, held: 'folded' });
  round.event(parent, 'joined', child.title);
}

/** A group that was spoken of takes in what is of its kind, as long as it is young. */
function joinGroups(round: Round, connectionId: number): void {
  const groups = round
    .firing()
    .filter(
      (row) =>
        row.group && row.connectionId === connectionId && within(row.firedAt, round.now, GROUP_WINDOW_MS),
    );
  for (const group of groups) {
    const shared = new Set(
      round.store.incidents.childrenOf(group.id).flatMap((child) => commonOf(round, child)),
    );
    for (const row of loose(round)) {
      if (row.connectionId !== connectionId || !commonOf(round, row).some((each) => shared.has(each)))
        continue;
      foldUnder(round, group, row, `Told as one: ${group.title}.`);
    }
  }
}

/** What an incident may have in common with those of other tables. */
function commonOf(round: Round, row: IncidentRow): string[] {
  return round.alertsOf(row.id).flatMap((alert: AlertRow) => COMMON[alert.kind] ?? []);
}

/** When the first of them would speak: are there so many that it is one cause on the connection? */
function formGroup(round: Round, connectionId: number): void {
  const { now } = round;
  const untold = loose(round).filter(
    (row) => row.connectionId === connectionId && within(row.turnedAt, now, GROUP_WINDOW_MS),
  );
  if (!untold.some((row) => waitsUntil(round, row) <= now)) return;
  const told = round
    .firing()
    .filter(
      (row) =>
        row.tableId !== null &&
        row.parentId === null &&
        row.connectionId === connectionId &&
        row.silenceId === null &&
        row.told !== null &&
        within(row.toldAt, now, GROUP_WINDOW_MS),
    );
  const together = [...untold, ...told];
  for (const common of new Set(together.flatMap((row) => commonOf(round, row)))) {
    const alike = (row: IncidentRow) => row.parentId === null && commonOf(round, row).includes(common);
    groupTogether(round, connectionId, untold.filter(alike), told.filter(alike));
  }
}

function groupTogether(
  round: Round,
  connectionId: number,
  untold: readonly IncidentRow[],
  told: readonly IncidentRow[],
): void {
  const { now, store } = round;
  const children = [...untold, ...told];
  const [first] = children;
  if (!first || untold.length === 0) return;
  if (new Set(children.map((row) => row.tableId)).size < GROUP_TABLES) return;
  const startedAt = Math.min(...children.map((row) => row.startedAt));
  const firedAt = Math.min(now, ...untold.map((row) => row.turnedAt ?? now));
  const id = store.incidents.insert(
    newIncident({
      connectionId,
      tableId: null,
      state: 'firing',
      severity: first.severity,
      title: '',
      sentence: '',
      startedAt,
      firedAt,
      turnedAt: firedAt,
      group: true,
      flapping: untold.every((row) => row.flapping !== null) ? 'new' : null,
    }),
  );
  const group = store.incidents.row(id);
  if (!group) throw new Error(`Incident ${id} is not in the store.`);
  round.rows.set(id, group);
  const names = children.map((row) => row.tableName ?? '');
  round.event(group, 'firing', `${names.length} incidents on ${first.connectionName} began together.`);
  for (const child of children) {
    foldUnder(
      round,
      group,
      child,
      `Told as one with ${listed(
        names.filter((name) => name !== child.tableName),
        3,
      )}.`,
    );
    // From here on the group speaks for it, also of its end.
    round.set(child, { told: null, flapping: child.flapping === 'new' ? 'told' : child.flapping });
  }
}

/** A group is as bad as the worst of its tables, and over when all of them are. */
function followChildren(round: Round, group: IncidentRow): void {
  const children = round.store.incidents.childrenOf(group.id);
  const open = children.filter((child) => child.state === 'firing');
  if (open.length === 0) {
    const ends = children.filter((child) => child.resolution !== null);
    const resolution = `All ${children.length} tables are back to normal.`;
    round.event(group, 'resolved', resolution);
    round.set(group, {
      state: 'resolved',
      resolvedAt: round.now,
      resolution: ends.length > 0 ? resolution : null,
      // Nothing to say of tables that are not watched any more.
      ...(ends.length > 0 ? {} : { told: null, held: null, flapping: null }),
    });
    return;
  }
  const worstFirst = open.sort((a, b) => compareSeverity(a.severity, b.severity) || a.id - b.id);
  const severity = worstFirst[0]?.severity ?? group.severity;
  const headline = groupHeadline(group.connectionName, worstFirst);
  // What was told stays the name of it while it heals; it follows while it grows.
  if (group.title === '' || open.length === children.length) {
    if (headline.title !== group.title || headline.sentence !== group.sentence) round.set(group, headline);
  }
  if (compareSeverity(severity, group.severity) < 0) {
    round.event(group, 'worsened', worstFirst[0]?.title ?? '');
    round.set(group, { severity });
  }
}
