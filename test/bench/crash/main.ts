/**
 * `npm run bench:crash`: does anything that was on disk get lost when Pulse is killed?
 *
 * A process of its own uses the real store and is killed (SIGKILL) at random points of writes, upgrades, retention,
 * backups, restores, exports, and while SQLite's log begins anew. It says what it has committed only after the commit. After each kill the folder is
 * opened as the next start would open it: all that was said must be there, all integrity checks must hold, and every
 * file with a backup's or an export's name must be whole. The last line is JSON, to be read by a machine.
 */
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { backupFolder } from '../../../electron/engine/store/backup/backup-files.ts';
import { guardedFolder } from '../../support/guarded-folder.ts';
import { MIGRATIONS } from '../../support/store.ts';
import { Ledger, type ScenarioName, scenarioNames } from './scenario.ts';
import { laterMigrations, seed, seedFirstLayout } from './seed.ts';
import { verify } from './verify.ts';
import { Victim } from './victim.ts';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '210' },
    /** Only these scenarios. */
    only: { type: 'string', multiple: true, default: [] },
  },
});

/** A folder is used for so many kills, so that damage of one would show after the next. */
const KILLS_PER_FOLDER = 12;
/** Killed somewhere in this span after it began, in milliseconds: about as long as what it does takes, or some rounds. */
const SPANS: Record<ScenarioName, number> = {
  write: 150,
  migration: 120,
  retention: 200,
  backup: 350,
  restore: 120,
  export: 300,
  checkpoint: 30,
};
/** Enough history for what is done with it to take some time. */
const HISTORY: Partial<Record<ScenarioName, number>> = { backup: 20_000, restore: 20_000, export: 20_000 };
/** From when on the span counts. */
const BEGINS: Record<ScenarioName, string> = {
  write: 'open',
  migration: 'opening',
  retention: 'open',
  backup: 'open',
  restore: 'backup',
  export: 'open',
  checkpoint: 'begins',
};

interface Field {
  folder: string;
  ledger: Ledger;
  kills: number;
}

const kills = Number(options.kills);
const scenarios = scenarioNames.filter((name) => options.only.length === 0 || options.only.includes(name));
const guarded = guardedFolder('pulse-crash-');
const base = guarded.path;
const later = laterMigrations(MIGRATIONS, join(base, 'migrations'));
const firstLayout = join(base, 'first-layout');
const firstLedger = seedFirstLayout(firstLayout, MIGRATIONS);
const fields = new Map<ScenarioName, Field>();
const counts = new Map<ScenarioName, number>();
const midway = new Map<ScenarioName, number>();
let lost = 0;
let corrupt = 0;
let killed = 0;
let fresh = 0;

function fieldFor(scenario: ScenarioName): Field {
  const known = fields.get(scenario);
  if (known !== undefined && known.kills < KILLS_PER_FOLDER) return known;
  if (known !== undefined) rmSync(known.folder, { recursive: true, force: true });
  const folder = join(base, `${scenario}-${fresh++}`);
  const field = { folder, ledger: prepare(scenario, folder), kills: 0 };
  fields.set(scenario, field);
  return field;
}

function prepare(scenario: ScenarioName, folder: string): Ledger {
  if (scenario !== 'migration') return seed(folder, MIGRATIONS, HISTORY[scenario] ?? 0);
  cpSync(firstLayout, folder, { recursive: true });
  const ledger = new Ledger();
  for (const [id, value] of firstLedger.acked) ledger.acked.set(id, value);
  return ledger;
}

/** Whether the kill came in the middle of what the scenario is about. Writing and retention never rest. */
function isMidway(scenario: ScenarioName, { folder, ledger }: Field, lines: readonly string[]): boolean {
  if (scenario === 'migration') return !lines.includes('open');
  if (scenario === 'restore') return ledger.restoring !== null;
  const has = (place: string) =>
    existsSync(place) && readdirSync(place).some((name) => name.includes('.part'));
  if (scenario === 'backup') return has(backupFolder(folder));
  if (scenario === 'export') return has(folder);
  if (scenario === 'checkpoint') return lines.findLast((line) => line.startsWith('beg')) === 'begins';
  return true;
}

async function killOnce(scenario: ScenarioName, victim: Victim): Promise<void> {
  // An upgrade happens once: each kill needs data that has it before it.
  if (scenario === 'migration') fields.delete(scenario);
  const field = fieldFor(scenario);
  const migrationsFolder = scenario === 'migration' ? later : MIGRATIONS;
  await victim.said('ready');
  victim.order({ scenario, folder: field.folder, migrationsFolder });
  await victim.said(BEGINS[scenario]);
  const moment = Math.random() * SPANS[scenario];
  await sleep(moment);
  const lines = await victim.kill();
  for (const line of lines) field.ledger.note(line);
  field.kills += 1;
  killed += 1;
  counts.set(scenario, (counts.get(scenario) ?? 0) + 1);
  if (isMidway(scenario, field, lines)) midway.set(scenario, (midway.get(scenario) ?? 0) + 1);
  const findings = verify(field.folder, migrationsFolder, field.ledger);
  lost += findings.lost.length;
  corrupt += findings.corrupt.length;
  if (findings.lost.length + findings.corrupt.length === 0) {
    if (scenario === 'migration') rmSync(field.folder, { recursive: true, force: true });
    return;
  }
  keepBase = true;
  console.log(`${scenario}, killed after ${moment.toFixed(1)} ms: ${field.folder}`);
  for (const what of findings.lost.slice(0, 10)) console.log(`  lost: ${what}`);
  for (const what of findings.corrupt.slice(0, 10)) console.log(`  corrupt: ${what}`);
}

let keepBase = false;
const startedAt = Date.now();
// The next one starts up while the last one's folder is looked at.
let next = new Victim();
try {
  for (let n = 0; n < kills; n++) {
    const victim = next;
    next = new Victim();
    const scenario = scenarios[n % scenarios.length];
    if (scenario === undefined) throw new Error('There is no such scenario.');
    await killOnce(scenario, victim);
  }
} finally {
  await next.kill();
  await (keepBase ? guarded.keep() : guarded.remove());
}
for (const [scenario, count] of counts)
  console.log(`${scenario}: ${count} kills, ${midway.get(scenario) ?? 0} of them in the middle of it`);
console.log(`${((Date.now() - startedAt) / 1_000).toFixed(0)} s`);
console.log(JSON.stringify({ kills: killed, lost, corrupt }));
if (lost + corrupt > 0 || killed < kills) process.exitCode = 1;
