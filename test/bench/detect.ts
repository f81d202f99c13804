/**
 * `npm run bench:detect`: how long Pulse takes to say that data broke, and that it is whole again.
 *
 * The real app watches the demo world through its standby with the checks that it suggested itself, at their default
 * intervals. Faults are injected one after the other, a few seconds apart and each on a table of its own, so that they
 * meet the schedule at random moments; what hits the replica as a whole comes alone. The clock of a fault starts when
 * the standby shows it and stops when the desktop's notification daemon shows the message.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { serveControl } from '../../demo/control.ts';
import { type FrontCommand, windowFront } from '../../demo/front.ts';
import { type DemoWorld, type FaultInfo, startDemoWorld } from '../../demo/world.ts';
import { GROUP_WINDOW_MS } from '../../electron/engine/incidents/timing.ts';
import { ensureBuilt } from '../../scripts/build.ts';
import { type Desktop, type ShownNotification, startDesktop } from '../../scripts/desktop.ts';
import { ensureRuntime, runtimePackages } from '../../scripts/runtime/runtime.ts';
import { ensureSystemPackages } from '../../scripts/system-packages.ts';

const { values: options } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    /** Calm before the first fault, in which every message is a false alarm. Seconds. */
    calm: { type: 'string', default: '180' },
    /** A fault that is not spoken of within this time is undetected. Seconds. */
    patience: { type: 'string', default: '600' },
    /** Faults to inject, by name: `--only half_load,table_dropped`. All of them when left out. */
    only: { type: 'string', multiple: true },
  },
});
const CONNECTION = 'Demo replica';
/** A view is looked at in its own time, also when its table is whole again. */
const VIEW_GRACE_MS = 60_000;
const LATE = ['freshness', 'volume'];
const SCHEMA = ['schema'];
const patienceMs = Number(options.patience) * 1_000;
const started = Date.now();
const say = (text: string) =>
  console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${text}`);

interface Trial {
  fault: FaultInfo;
  /** Views that show the rows of the broken table, so that what is said of them is true as well. */
  views: readonly string[];
  /** How a message about it begins. */
  subject: string;
  /** When breaking began: a promotion is seen, and told, before the call that makes it has come back. */
  askedAt: number;
  injectedAt: number;
  firedAt: number | null;
  healedAt: number;
  resolvedAt: number | null;
}

ensureSystemPackages([...runtimePackages(), 'desktop']);
const runtime = await ensureRuntime();
await ensureBuilt();
const desktop = await startDesktop();
let world: DemoWorld | null = null;
let app: ChildProcess | null = null;
try {
  world = await startDemoWorld({ scale: Number(options.scale) });
  const control = await serveControl(world);
  app = startApp(windowFront(world, runtime.executable, control), { ...runtime.env, ...desktop.env });
  say(`The app watches a shop of scale ${options.scale}; ${options.calm} s of calm.`);
  await sleep(Number(options.calm) * 1_000);
  const trials = await runAll(world, desktop);
  await stopApp(app);
  await control.close();
  report(trials, desktop.notifications);
} finally {
  if (app && app.exitCode === null) app.kill('SIGKILL');
  await world?.stop();
  await desktop.stop();
}

async function runAll(shop: DemoWorld, screen: Desktop): Promise<Trial[]> {
  const only = options.only?.flatMap((names) => names.split(','));
  const unknown = only?.filter((name) => !shop.faults.some((fault) => fault.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no fault ${unknown.join(', ')}.`);
  const wanted = shop.faults.filter((fault) => only?.includes(fault.name) ?? true);
  const onTables = wanted.filter((fault) => fault.table !== null);
  const onReplica = wanted.filter((fault) => fault.table === null);
  const trials: Trial[] = [];
  for (const [index, faults] of rounds(onTables).entries()) {
    // What was told of the round before must not be taken for company.
    if (index > 0) await sleep(GROUP_WINDOW_MS);
    trials.push(...(await round(shop, screen, faults)));
  }
  for (const fault of onReplica) trials.push(...(await round(shop, screen, [fault])));
  return trials;
}

/**
 * One fault a table at a time: of two, nobody could tell which was found. And at most two that look alike: three tables
 * that are late together, say, are told as one problem, as they would be if one load were behind it.
 */
function rounds(faults: readonly FaultInfo[]): FaultInfo[][] {
  const byRound: FaultInfo[][] = [];
  for (const fault of faults) {
    const free = byRound.find(
      (others) =>
        others.every(({ table }) => table !== fault.table) &&
        [LATE, SCHEMA].every(
          (kinds) => !looks(fault, kinds) || others.filter((other) => looks(other, kinds)).length < 2,
        ),
    );
    if (free) free.push(fault);
    else byRound.push([fault]);
  }
  return byRound;
}

function looks({ seenBy }: FaultInfo, kinds: readonly string[]): boolean {
  return seenBy.some((kind) => kinds.includes(kind));
}

/** Breaks everything, waits for what is said, heals each fault as soon as it was spoken of, and waits again. */
async function round(shop: DemoWorld, screen: Desktop, faults: readonly FaultInfo[]): Promise<Trial[]> {
  return Promise.all(
    faults.map(async (fault, position) => {
      await sleep(position * 7_000);
      const askedAt = Date.now();
      await shop.inject(fault.name);
      const subject = fault.table ?? CONNECTION;
      const trial: Trial = {
        fault,
        views: fault.table === null ? [] : await viewsOf(shop, fault.table),
        subject,
        askedAt,
        injectedAt: Date.now(),
        firedAt: null,
        healedAt: 0,
        resolvedAt: null,
      };
      say(`broken    ${fault.name}`);
      trial.firedAt = await shownSince(screen, (shown) => isFiring(shown, subject), askedAt);
      say(
        trial.firedAt === null
          ? `UNSEEN    ${fault.name}`
          : `detected  ${fault.name} after ${seconds(delayOf(trial.firedAt, trial))} s`,
      );
      await shop.heal(fault.name);
      trial.healedAt = Date.now();
      if (trial.firedAt === null) return trial;
      trial.resolvedAt = await shownSince(screen, (shown) => isResolved(shown, subject), trial.healedAt);
      say(
        trial.resolvedAt === null
          ? `NOT OVER  ${fault.name}`
          : `resolved  ${fault.name} after ${seconds(trial.resolvedAt - trial.healedAt)} s`,
      );
      return trial;
    }),
  );
}

async function shownSince(
  screen: Desktop,
  fits: (shown: ShownNotification) => boolean,
  since: number,
): Promise<number | null> {
  while (Date.now() - since < patienceMs) {
    const shown = screen.notifications.find((candidate) => candidate.at >= since && fits(candidate));
    if (shown) return shown.at;
    await sleep(200);
  }
  return null;
}

function isResolved({ summary }: ShownNotification, subject: string): boolean {
  return (
    summary === `${subject}: back to normal` ||
    (summary.startsWith(`${subject}: `) && summary.endsWith(' (over)'))
  );
}

function isFiring(shown: ShownNotification, subject: string): boolean {
  return shown.summary.startsWith(`${subject}: `) && !isResolved(shown, subject);
}

function startApp({ executable, args, env }: FrontCommand, more: Record<string, string>): ChildProcess {
  const child = spawn(executable, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...more, ...env },
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // Pino's numbers for error and fatal.
    for (const line of text.split('\n')) if (/"level":[56]0/.test(line)) say(`app error  ${line}`);
  });
  return child;
}

async function stopApp(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Messages about what was broken at the time, or just healed: the broken things themselves, or what shows their rows. */
function isTrue(
  message: ShownNotification,
  trial: Trial,
  subjects: readonly string[],
  graceMs: number,
): boolean {
  const over = trial.resolvedAt ?? trial.healedAt + patienceMs;
  return (
    subjects.some((subject) => message.summary.startsWith(`${subject}: `)) &&
    message.at >= trial.askedAt &&
    message.at <= over + graceMs
  );
}

/** A second message for one cause: no false one, and one too many all the same, so they are counted apart. */
function ofViews(trials: readonly Trial[], shown: readonly ShownNotification[]): ShownNotification[] {
  return shown.filter((message) =>
    trials.some((trial) => isTrue(message, trial, trial.views, VIEW_GRACE_MS)),
  );
}

function falseAlarms(trials: readonly Trial[], shown: readonly ShownNotification[]): ShownNotification[] {
  const told = new Set(ofViews(trials, shown));
  return shown.filter(
    (message) =>
      !told.has(message) && !trials.some((trial) => isTrue(message, trial, [trial.subject], 1_000)),
  );
}

/** Views and materialized views that read a table, as the catalogue knows them. */
async function viewsOf(shop: DemoWorld, table: string): Promise<string[]> {
  const { host, port, database, superuser } = shop.primary;
  const client = new pg.Client({ host, port, database, ...superuser });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT DISTINCT n.nspname || '.' || v.relname AS name
       FROM pg_depend d
       JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
       JOIN pg_class v ON v.oid = r.ev_class
       JOIN pg_namespace n ON n.oid = v.relnamespace
       JOIN pg_class t ON t.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
       JOIN pg_namespace tn ON tn.oid = t.relnamespace
       WHERE tn.nspname || '.' || t.relname = $1 AND v.oid <> t.oid`,
      [table],
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function report(trials: readonly Trial[], shown: readonly ShownNotification[]): void {
  const detected = trials.flatMap((trial) => (trial.firedAt === null ? [] : [delayOf(trial.firedAt, trial)]));
  const resolved = trials.flatMap(({ resolvedAt, healedAt }) =>
    resolvedAt === null ? [] : [resolvedAt - healedAt],
  );
  const unseen = trials.filter((trial) => trial.firedAt === null);
  const wrong = falseAlarms(trials, shown);
  const views = ofViews(trials, shown);
  console.log();
  for (const trial of trials) {
    const { fault, firedAt, resolvedAt, healedAt } = trial;
    const said = firedAt === null ? 'not detected' : `${seconds(delayOf(firedAt, trial))} s`;
    const over = resolvedAt === null ? '-' : `${seconds(resolvedAt - healedAt)} s`;
    console.log(`  ${fault.name.padEnd(22)} ${said.padStart(13)}   resolved ${over}`);
  }
  if (unseen.length > 0) console.log(`\nNot detected: ${unseen.map(({ fault }) => fault.name).join(', ')}`);
  for (const { at, summary, body } of wrong)
    console.log(`False alarm at ${seconds(at - started)} s: ${summary}: ${body}`);
  for (const { at, summary, body } of views)
    console.log(`Of a view at ${seconds(at - started)} s: ${summary}: ${body}`);
  console.log(
    JSON.stringify({
      faults: trials.length,
      detected: detected.length,
      median_s: seconds(quantile(detected, 0.5)),
      p95_s: seconds(quantile(detected, 0.95)),
      resolved: resolved.length,
      resolved_median_s: seconds(quantile(resolved, 0.5)),
      notifications: shown.length,
      false_alarms: wrong.length,
      of_views: views.length,
      undetected: unseen.map(({ fault }) => fault.name),
    }),
  );
}

/** From when the standby showed the fault. */
function delayOf(firedAt: number, { injectedAt }: Trial): number {
  return Math.max(0, firedAt - injectedAt);
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

/** Nearest-rank quantile; NaN of nothing. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
