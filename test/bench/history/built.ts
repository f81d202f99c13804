import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../../electron/engine/store/store.ts';
import { RunFilter } from '../../../shared/domain/export.ts';
import { MIGRATIONS } from '../../support/store.ts';
import { buildHistory, makeIncidents } from './build.ts';
import { makeShop, type ShopCheck } from './shop.ts';

const FILE = 'pulse.db';

interface BuiltHistory {
  /** When it was built. */
  now: number;
  checks: ShopCheck[];
  runs: number;
  bytesPerRun: number;
  insertPerSecond: number;
}

export interface BuildOptions {
  runs: number;
  keep: string | undefined;
  log: (text: string) => void;
}

/** Puts a history into a folder: one that was kept, or a new one, which takes minutes. */
export function builtIn(folder: string, { runs, keep, log }: BuildOptions): BuiltHistory {
  const kept =
    keep === undefined
      ? null
      : { data: join(keep, `${runs}-runs.db`), facts: join(keep, `${runs}-runs.json`) };
  if (kept && existsSync(kept.facts)) {
    copyFileSync(kept.data, join(folder, FILE));
    const built = JSON.parse(readFileSync(kept.facts, 'utf8')) as BuiltHistory;
    log(`${built.runs} runs that were built ${new Date(built.now).toISOString()}`);
    return built;
  }
  const built = build(folder, runs, log);
  if (keep !== undefined && kept) {
    mkdirSync(keep, { recursive: true });
    copyFileSync(join(folder, FILE), kept.data);
    writeFileSync(kept.facts, JSON.stringify(built));
  }
  return built;
}

function build(folder: string, wanted: number, log: (text: string) => void): BuiltHistory {
  const now = Date.now();
  const store = openStore({ folder, migrationsFolder: MIGRATIONS });
  const checks = makeShop(store);
  makeIncidents(store, checks, 10_000, now);
  const { insertPerSecond, summedUpMs } = buildHistory(store, checks, wanted, now, log);
  const runs = store.runs.count(RunFilter.parse({}));
  store.close();
  const bytesPerRun = statSync(join(folder, FILE)).size / runs;
  log(
    `${runs} runs, ${bytesPerRun.toFixed(1)} bytes each with all sums and texts; summed up in ${summedUpMs} ms`,
  );
  return { now, checks, runs, bytesPerRun, insertPerSecond };
}
