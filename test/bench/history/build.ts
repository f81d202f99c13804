import { newIncident } from '../../../electron/engine/incidents/new-incident.ts';
import type { Store } from '../../../electron/engine/store/store.ts';
import { choresOf } from '../../../electron/engine/upkeep/chores/chores.ts';
import { Random } from '../quiet/world/random.ts';
import { runOf, type ShopCheck } from './shop.ts';

const DAY_MS = 86_400_000;
/** Raw runs are of the last thirty days, as they are kept by default; the eleven months before have left their sums. */
const RAW_DAYS = 30;
const OLD_DAYS = 335;
/** One transaction: the product writes a few runs in each, which would take a night. */
const AT_ONCE = 5_000;

export interface Built {
  runs: number;
  insertPerSecond: number;
  /** What summing up took, in milliseconds. */
  summedUpMs: number;
}

/**
 * Writes `runs` runs through the store, in the order of time as the product does, and lets the product's own chores
 * sum them up and remove the old ones.
 */
export function buildHistory(
  store: Store,
  checks: readonly ShopCheck[],
  runs: number,
  now: number,
  log: (text: string) => void,
): Built {
  const random = new Random(2);
  const begin = now - RAW_DAYS * DAY_MS;
  for (let day = OLD_DAYS; day > 0; day--) {
    store.transaction(() => {
      for (const check of checks)
        store.runs.append(runOf(check, begin - day * DAY_MS + check.id * 40_000, random));
    });
    if (day % 30 === 5) keepHouse(store, begin - (day - 1) * DAY_MS);
  }
  log(`${OLD_DAYS} days of sums are there`);
  const perCheck = Math.ceil(runs / checks.length);
  const interval = (RAW_DAYS * DAY_MS) / perCheck;
  let written = 0;
  let insertMs = 0;
  let summedUpMs = 0;
  let told = 0;
  for (let round = 0; round < perCheck; round++) {
    const at = begin + round * interval;
    const began = performance.now();
    for (let from = 0; from < checks.length; from += AT_ONCE) {
      store.transaction(() => {
        for (const [index, check] of checks.slice(from, from + AT_ONCE).entries())
          store.runs.append(runOf(check, Math.round(at + (index / checks.length) * interval), random));
      });
    }
    written += checks.length;
    const done = performance.now();
    insertMs += done - began;
    if (Math.floor(at / DAY_MS) !== Math.floor((at - interval) / DAY_MS)) keepHouse(store, at);
    summedUpMs += performance.now() - done;
    if (Math.floor((10 * round) / perCheck) > told) {
      told = Math.floor((10 * round) / perCheck);
      log(`${written.toLocaleString('en')} runs, ${Math.round((1000 * written) / insertMs)} a second`);
    }
  }
  keepHouse(store, now);
  return {
    runs: written,
    insertPerSecond: Math.round((1000 * written) / insertMs),
    summedUpMs: Math.round(summedUpMs),
  };
}

/** All that the housekeeping would have done by then. */
export function keepHouse(store: Store, now: number): void {
  for (const chore of choresOf(store, { now: () => now })) {
    let more = true;
    while (more) {
      store.transaction(() => {
        for (let step = 0; step < 5_000 && more; step++) more = chore.step();
      });
    }
  }
}

/** Incidents as a busy year leaves them: most are over, each with a timeline. */
export function makeIncidents(store: Store, checks: readonly ShopCheck[], count: number, now: number): void {
  const random = new Random(3);
  store.transaction(() => {
    for (let n = 0; n < count; n++) {
      const check = checks[Math.floor(random.uniform() * checks.length)];
      if (!check) continue;
      const startedAt = now - Math.round(random.uniform() * 365 * DAY_MS);
      const open = n % 100 === 0;
      const resolvedAt = open ? null : startedAt + 3_600_000;
      const id = store.incidents.insert(
        newIncident({
          connectionId: check.connectionId,
          tableId: check.tableId,
          state: open ? 'firing' : 'resolved',
          severity: n % 10 === 0 ? 'critical' : 'broken',
          title: `public.orders: ${check.type} of ${check.column} failed`,
          sentence: runOf(check, startedAt, random).message,
          startedAt,
          firedAt: startedAt,
          resolvedAt,
          turnedAt: startedAt,
          resolution: open ? null : 'passed',
          told: open ? 'broken' : null,
          toldAt: startedAt,
        }),
      );
      const severity = 'broken';
      const member = { key: `check:${check.id}`, checkId: check.id, name: check.type, severity } as const;
      store.incidents.setMember(id, { ...member, message: 'It failed.', since: startedAt, resolvedAt });
      for (let event = 0; event < 8; event++) {
        const text = runOf(check, startedAt, random).message;
        store.incidents.addEvent(id, { at: startedAt + event * 60_000, kind: 'worsened', text });
      }
    }
  });
}
