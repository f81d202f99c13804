/**
 * Pulse in a process of its own: the engine as the app runs it, on a folder, watching six checks on each table.
 * `node pulse.ts <folder> <url of the replica> <tables, with commas>`
 */
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../../electron/engine/clock.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import type { Clock } from '../../../electron/engine/ports.ts';
import { ensureConnection } from '../../../electron/engine/quick-start.ts';
import type { CheckInput } from '../../../shared/domain/check.ts';
import type { FromPulse, PulseFigures, ToPulse } from './messages.ts';
import { SCHEMA } from './world.ts';

/** The most that a policy allows. */
const MOST_SHARE = 0.2;

const [folder = '', url = '', tableList = ''] = process.argv.slice(2);
const say = (message: FromPulse) => process.send?.(message);
/** Stands still while the process does, so that Pulse does not hurry afterwards to catch up. */
let frozenMs = 0;
const clock: Clock = { now: () => systemClock.now() - frozenMs, after: systemClock.after };
const silent = () => {};
const engine = await Engine.open({
  version: '0.0.0-test',
  folder,
  migrationsFolder: fileURLToPath(new URL('../../../migrations', import.meta.url)),
  clock,
  log: { debug: silent, info: silent, warn: console.error, error: console.error },
  notifier: { show: () => Promise.resolve(true) },
  vault: {
    mode: 'memory',
    seal: () => Promise.reject(new Error('')),
    open: () => Promise.reject(new Error('')),
  },
});
const { handlers } = engine;
const { id: connectionId, policy } = await ensureConnection(engine, url, 'Bench replica');
// Days of looking at everything for the first time, in a minute.
await setShare(MOST_SHARE);
const types = new Map((await handlers['checks.types'](null)).map((type) => [type.type, type.defaults]));

/** A check with its type's defaults, the interval above all, and these settings. */
function check(type: string, name: string, config: object): CheckInput {
  const defaults = types.get(type);
  if (!defaults) throw new Error(`There is no check type ${type}.`);
  return { ...defaults, type, name, config: { ...defaults.config, ...config } };
}

const hour = { timestampColumn: 'created_at', windowSeconds: 3_600 };
const checks: CheckInput[] = [
  check('schema', 'Schema', {}),
  check('freshness', 'Freshness', { timestampColumn: 'created_at' }),
  check('volume', 'Volume', { timestampColumn: 'created_at' }),
  check('missing', 'Missing e-mail', { column: 'email', ...hour }),
  check('missing', 'Missing customer', { column: 'customer_id', ...hour }),
  check('unique', 'Unique reference', { columns: ['reference'], ...hour }),
];

const judgedAt = new Map<number, number>();
const intervals = new Map<number, number>();
let figures = noFigures();
let counting = false;
let learned = false;
let began = { at: 0, cpu: process.cpuUsage(), busyMs: 0 };

function noFigures(): PulseFigures {
  return {
    ms: 0,
    cpuMs: 0,
    busyMs: 0,
    statements: 0,
    runs: 0,
    deferred: 0,
    errors: 0,
    maxInFlight: 0,
    looks: 0,
    inTime: 0,
    byReason: {},
    changes: [],
  };
}

/** Statements of the last seconds, so that none is long enough to be missed. */
const spans: { from: number; to: number }[] = [];

/** How many statements ran at one time while this one did, by Pulse's own books, this one included. */
function overlapping(from: number, durationMs: number): number {
  const to = from + durationMs;
  while (spans[0] && spans[0].to < from - 60_000) spans.shift();
  spans.push({ from, to });
  const during = spans.filter((other) => other.from < to && other.to > from);
  // The most overlap at the moment at which one of them began.
  return Math.max(1, ...during.map(({ from: at }) => during.filter((o) => o.from <= at && o.to > at).length));
}

engine.onEvent(({ name, payload }) => {
  if (name === 'run.finished') {
    if (payload.status === 'deferred') figures.deferred += 1;
    else if (payload.status === 'error') figures.errors += 1;
    else judgedAt.set(payload.checkId, payload.finishedAt);
    figures.runs += 1;
  } else if (name === 'query.logged') {
    const kind = payload.reason.split(' · ')[0]?.split(' of ')[0] ?? '';
    const [ms, count] = figures.byReason[kind] ?? [0, 0];
    figures.byReason[kind] = [ms + payload.durationMs, count + 1];
    figures.statements += 1;
    figures.maxInFlight = Math.max(figures.maxInFlight, overlapping(payload.startedAt, payload.durationMs));
  } else if (name === 'connection.changed') {
    const [last] = payload.budget.history;
    if (last && !figures.changes.includes(last.sentence) && last.at >= began.at)
      figures.changes.push(last.sentence);
  }
});

engine.start();
for (const name of tableList.split(',')) {
  const table = await handlers['tables.monitor']({ connectionId, schema: SCHEMA, name, checks });
  const detail = await handlers['tables.get']({ id: table.id });
  for (const { id, intervalMs } of detail.checks) intervals.set(id, intervalMs);
}
setInterval(() => {
  if (!learned && intervals.size > 0 && judgedAt.size >= intervals.size) {
    learned = true;
    void setShare(policy.busyShare).then(() => say({ say: 'learned' }));
  }
  if (!counting) return;
  const now = clock.now();
  for (const [id, intervalMs] of intervals) {
    figures.looks += 1;
    if (now - (judgedAt.get(id) ?? 0) <= 2 * intervalMs) figures.inTime += 1;
  }
}, 1_000);

async function setShare(busyShare: number): Promise<void> {
  const { password: _none, ...input } = await handlers['connections.parse']({ url });
  const connection = { ...input, name: 'Bench replica', password: null, policy: { ...policy, busyShare } };
  await handlers['connections.update']({ id: connectionId, connection });
}

/** Busy time on the replica by Pulse's own books. */
async function busyMs(): Promise<number> {
  const [connection] = await handlers['connections.list'](null);
  return connection?.budget.busyMs ?? 0;
}

/** Stops where it is, but never inside of a statement: that would count as a long one. */
async function freeze(): Promise<void> {
  for (;;) {
    const [connection] = await handlers['connections.list'](null);
    if (connection?.budget.inFlight === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  process.send?.({ say: 'frozen' } satisfies FromPulse, () => {
    const from = systemClock.now();
    process.kill(process.pid, 'SIGSTOP');
    frozenMs += systemClock.now() - from;
  });
}

process.on('message', async (message: ToPulse) => {
  if (message.do === 'freeze') void freeze();
  else if (message.do === 'count') {
    figures = noFigures();
    began = { at: clock.now(), cpu: process.cpuUsage(), busyMs: await busyMs() };
    counting = true;
  } else if (message.do === 'end') {
    counting = false;
    const { user, system } = process.cpuUsage(began.cpu);
    const ms = clock.now() - began.at;
    const busy = (await busyMs()) - began.busyMs;
    say({ say: 'counted', ...figures, ms, busyMs: busy, cpuMs: (user + system) / 1_000 });
  } else void engine.stop().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(1));
say({ say: 'ready', checks: intervals.size });
