import { newIncident } from '../../electron/engine/incidents/new-incident.ts';
import { openStore } from '../../electron/engine/store/store.ts';
import type { Check, CheckRun } from '../../shared/domain/check.ts';

const HOUR = 3_600_000;
const EVERY_MS = 15 * 60_000;

export interface History {
  migrationsFolder: string;
  /** How long each check has run every quarter of an hour. */
  hours: number;
  /** The table, in the schema `public`, whose volume is too low in the last hour, and of which an incident speaks. */
  broken: string;
}

/** Gives the tables of a settled data folder a past: results of every check, and an incident that is open. */
export function live(folder: string, { migrationsFolder, hours, broken }: History): { incidentId: number } {
  const store = openStore({ folder, migrationsFolder });
  try {
    const tables = new Map(store.tables.list().map((table) => [table.id, table]));
    const checks = store.checks.list();
    const now = Date.now();
    const isBad = (check: Check, at: number) =>
      check.type === 'volume' && tables.get(check.tableId ?? 0)?.name === broken && now - at < HOUR;
    store.transaction(() => {
      for (let at = now - hours * HOUR; at <= now; at += EVERY_MS) {
        for (const check of checks) store.runs.append(runOf(check, at, isBad(check, at)));
      }
      for (const check of checks) {
        const { status, value, message, finishedAt } = runOf(check, now, isBad(check, now));
        const last = { status, value, message, at: finishedAt, judgedAt: finishedAt, low: null, high: null };
        store.checks.setState({ checkId: check.id, since: now - HOUR, ...last });
      }
    });
    const check = checks.find((each) => isBad(each, now));
    if (!check) throw new Error(`public.${broken} has no check of its volume.`);
    const incidentId = store.incidents.insert(
      newIncident({
        connectionId: check.connectionId,
        tableId: check.tableId,
        state: 'firing',
        severity: 'broken',
        title: `public.${broken}: ${check.name} failed`,
        sentence: FEW,
        startedAt: now - HOUR,
        firedAt: now - HOUR / 2,
        turnedAt: now - HOUR / 2,
        told: 'broken',
        toldAt: now - HOUR / 2,
      }),
    );
    store.incidents.setMember(incidentId, {
      key: `check:${check.id}`,
      checkId: check.id,
      name: check.name,
      severity: 'broken',
      message: FEW,
      since: now - HOUR,
      resolvedAt: null,
    });
    return { incidentId };
  } finally {
    store.close();
  }
}

const FEW = '12 rows in the last hour; at least 100 are expected.';

function runOf(check: Check, at: number, bad: boolean): Omit<CheckRun, 'id'> {
  const common = {
    checkId: check.id,
    startedAt: at - 14,
    finishedAt: at,
    durationMs: 3.25,
    low: null,
    high: null,
  };
  if (check.type === 'freshness') {
    return { ...common, status: 'pass', value: 95, message: 'The newest row is 1 min 35 s old.' };
  }
  if (bad) return { ...common, status: 'fail', value: 12, message: FEW };
  const value = 300 + (Math.floor(at / EVERY_MS) % 40) + check.id;
  return { ...common, status: 'pass', value, message: `${value} rows in the last hour.` };
}
