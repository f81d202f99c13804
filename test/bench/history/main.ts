/**
 * `npm run bench:history [-- --runs 10000000] [--keep DIR]`: does Pulse stay instant with a long history?
 *
 * Two thousand checks on five hundred tables have thirty days of runs, and a year of sums. All is written through the
 * real store, and summed up and removed by the real chores. Then, while runs are being written, the real engine is
 * asked what the window asks: from the parsed question to the parsed answer. At the end it exports a million rows,
 * a day of runs becomes too old, and a connection is removed. The last line is JSON, to be read by a machine.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { systemClock } from '../../../electron/engine/clock.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import { EventHub } from '../../../electron/engine/events.ts';
import { Saving } from '../../../electron/engine/saving.ts';
import { Checkpoints } from '../../../electron/engine/upkeep/checkpoints.ts';
import { choresOf } from '../../../electron/engine/upkeep/chores/chores.ts';
import { Housekeeping } from '../../../electron/engine/upkeep/housekeeping.ts';
import { ExportRequest, RunFilter } from '../../../shared/domain/export.ts';
import { guardedFolder } from '../../support/guarded-folder.ts';
import { MIGRATIONS } from '../../support/store.ts';
import { Random } from '../quiet/world/random.ts';
import { builtIn } from './built.ts';
import { loopDelay, percentile, repeat, timeOf, Writes } from './measure.ts';
import { CONNECTIONS } from './shop.ts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000000' },
    /** How often each screen is read. */
    rounds: { type: 'string', default: '200' },
    /** Where the data is built; a temporary folder otherwise. It is removed at the end. */
    folder: { type: 'string', default: tmpdir() },
    /** Keeps what was built in this folder, and measures on a copy of what an earlier run has kept there. */
    keep: { type: 'string' },
  },
});
const DAY_MS = 86_400_000;
const EXPORTED = 1_000_000;
const HOUSE_MS = 20_000;
const BASE_MS = 10_000;
/** The connection that the user removes at the end. */
const REMOVED = 1;
const ALL = RunFilter.parse({});
const rounds = Number(options.rounds);
const quiet = { debug() {}, info() {}, warn() {}, error: (fields: object) => console.error(fields) };
const one = (value: number) => Math.round(value * 10) / 10;

const guarded = guardedFolder('pulse-history-', options.folder);
const folder = guarded.path;
try {
  console.log(`\n${JSON.stringify(await bench())}`);
} finally {
  await guarded.remove();
}

async function bench() {
  const { now, checks, runs, bytesPerRun, insertPerSecond } = builtIn(folder, {
    ...{ runs: Number(options.runs), keep: options.keep, log: console.log },
  });

  const engine = await Engine.open({
    ...{ folder, migrationsFolder: MIGRATIONS, version: '0', clock: systemClock, log: quiet },
    notifier: { show: () => Promise.resolve(true) },
    vault: { mode: 'memory', seal: () => Promise.reject(), open: () => Promise.reject() },
  });
  // The replicas do not exist, so the engine itself is not started.
  const saving = new Saving({ clock: systemClock, log: quiet, events: new EventHub(console.error) });
  const { store } = engine;
  const checkpoints = new Checkpoints({ store, saving, folder, clock: systemClock, log: quiet });
  checkpoints.start();
  const writes = new Writes(
    engine,
    saving,
    checks.filter(({ connectionId }) => connectionId !== REMOVED),
  );
  const random = new Random(5);
  const any = <T>(of: readonly T[]): T => of[Math.floor(random.uniform() * of.length)] as T;
  const screen = async (name: string, times: number, read: (n: number) => Promise<number>) => {
    const taken = await repeat(times, read);
    console.log(`${name}: p50 ${one(percentile(taken, 0.5))} ms, p95 ${one(percentile(taken, 0.95))} ms`);
    return taken;
  };
  try {
    const first = await timeOf(engine, 'tables.strips', null);
    console.log(`the strips of the last day were read in ${one(first)} ms, once, in the reader's thread`);
    const overview = await screen('overview', rounds, async () => {
      const tables = await timeOf(engine, 'tables.list', null);
      return tables + (await timeOf(engine, 'tables.strips', null));
    });
    const series: number[] = [];
    for (const days of [1, 7, 30, 365]) {
      const to = Date.now();
      const range = { from: to - days * DAY_MS, to, maxPoints: 600 };
      series.push(
        ...(await screen(`series of ${days} d`, rounds, () =>
          timeOf(engine, 'runs.series', { checkId: any(checks).id, ...range }),
        )),
      );
    }
    await screen('incidents, open', rounds, () =>
      timeOf(engine, 'incidents.list', { states: ['pending', 'firing'], limit: 200 }),
    );
    await screen('incidents, all', rounds, () =>
      timeOf(engine, 'incidents.list', { states: [], limit: 200 }),
    );
    await screen('runs that failed, one table', rounds, () =>
      timeOf(engine, 'runs.list', {
        filter: RunFilter.parse({ tableId: any(checks).tableId, statuses: ['fail'] }),
        beforeId: null,
        limit: 50,
      }),
    );
    const texts = [
      'null',
      'conflict recovery',
      'warehouse is',
      'newest row old',
      '"rows in the last"',
      'usual courier',
      '700',
      // In no message at all.
      '123456',
    ];
    const filters = [
      () => RunFilter.parse({}),
      () => RunFilter.parse({ statuses: ['fail', 'error'] }),
      () => RunFilter.parse({ tableId: any(checks).tableId }),
      () =>
        RunFilter.parse({
          connectionId: any(checks).connectionId,
          to: now - Math.floor(random.uniform() * 20) * DAY_MS,
        }),
    ];
    const search = await screen('search in messages', rounds * 2, (n) =>
      timeOf(engine, 'history.search', {
        text: any(texts),
        filter: any(filters)(),
        before: null,
        limit: 50 + (n % 2),
      }),
    );
    await screen('search in incidents', rounds, () =>
      timeOf(engine, 'incidents.search', { text: any(texts), limit: 50 }),
    );
    await screen('query log', rounds, () =>
      timeOf(engine, 'queries.list', { connectionId: null, beforeId: null, limit: 100 }),
    );

    const alone = writes.taken.length;
    const base = await loopDelay(() => sleep(BASE_MS));
    console.log(
      `with nothing but the writes: loop delay p99 ${one(base.p99)} ms, up to ${one(base.max)} ms; ${saidOf(writes.since(alone))}`,
    );
    const file = join(folder, 'export.csv');
    const before = writes.taken.length;
    let exported = 0;
    let exportMs = 0;
    // One connection of ten has a million runs of ten million.
    const whole = runs < 2 * EXPORTED;
    const delay = await loopDelay(async () => {
      for (let id = 1; id <= (whole ? 1 : CONNECTIONS) && exported < EXPORTED; id++) {
        const began = performance.now();
        const filter = whole ? {} : { connectionId: id };
        const { rows, problem } = await engine.exportTo(ExportRequest.parse({ filter }), file);
        if (problem) throw new Error(problem.title);
        exported += rows;
        exportMs += performance.now() - began;
      }
    });
    console.log(
      `${exported} rows exported in ${Math.round(exportMs)} ms; loop delay p99 ${one(delay.p99)} ms, up to ${one(delay.max)} ms; ${saidOf(writes.since(before))}`,
    );

    const held = () => saving.paused;
    const retention = await oneDayLess(engine, held);
    const removal = await oneConnectionLess(engine, held);
    writes.stop();
    console.log(
      `in all: ${saidOf(writes.taken)}; held in memory p99 ${one(percentile(writes.held, 0.99))} ms, max ${one(Math.max(...writes.held))} ms`,
    );
    return {
      runs,
      bytes_per_run: one(bytesPerRun),
      insert_per_s: insertPerSecond,
      overview_ms_p95: one(percentile(overview, 0.95)),
      series_ms_p95: one(percentile(series, 0.95)),
      search_ms_p95: one(percentile(search, 0.95)),
      export_rows_per_s: Math.round((1000 * exported) / exportMs),
      loop_delay_ms_p99: one(Math.max(delay.p99, retention.p99, removal.p99)),
      house_slice_ms_max: one(Math.max(retention.slice, removal.slice)),
      /** On the same machine at the same time, with the same writes and nothing else. */
      loop_delay_base_ms_p99: one(base.p99),
    };
  } finally {
    writes.stop();
    await checkpoints.stop();
    await engine.stop();
  }
}

function saidOf(taken: readonly number[]): string {
  const [p50, p99] = [percentile(taken, 0.5), percentile(taken, 0.99)];
  return `writes p50 ${one(p50)} ms, p99 ${one(p99)} ms, max ${one(Math.max(...taken))} ms`;
}

/** Has a day of runs become too old. */
async function oneDayLess({ store }: Engine, held: () => boolean): Promise<House> {
  const settings = store.settings.get();
  store.settings.set({ ...settings, retentionDays: settings.retentionDays - 1 });
  const before = store.runs.count(ALL);
  const delay = await keepHouse(store, held);
  tellHouse('retention', before - store.runs.count(ALL), delay);
  return delay;
}

/** Has the user remove a connection with a tenth of all there is. */
async function oneConnectionLess({ store }: Engine, held: () => boolean): Promise<House> {
  const began = performance.now();
  store.connections.remove(REMOVED);
  console.log(`a connection was removed in ${one(performance.now() - began)} ms, for everybody to see`);
  const pages = () => store.space.pages().free;
  const before = pages();
  const delay = await keepHouse(store, held);
  console.log(`${pages() - before} pages of it are free`);
  tellHouse('clearing', null, delay);
  return delay;
}

interface Delay {
  p99: number;
  max: number;
}

interface House extends Delay {
  /** What the longest slice took, in milliseconds: so long a write or a click had to wait at the most. */
  slice: number;
}

/** Lets the product's housekeeping work for a while, without its long rests. */
async function keepHouse(store: Engine['store'], held: () => boolean): Promise<House> {
  let slice = 0;
  const timed = (callback: () => void) => () => {
    const began = performance.now();
    callback();
    slice = Math.max(slice, performance.now() - began);
  };
  const clock = {
    now: () => Date.now(),
    after: (ms: number, callback: () => void) => systemClock.after(Math.min(ms, 20), timed(callback)),
  };
  const housekeeping = new Housekeeping(store, choresOf(store, clock), clock, quiet, held);
  const delay = await loopDelay(async () => {
    housekeeping.start();
    await sleep(HOUSE_MS);
    housekeeping.stop();
  });
  return { ...delay, slice };
}

function tellHouse(what: string, removed: number | null, house: House): void {
  const rate =
    removed === null ? '' : ` removed ${removed} runs, ${Math.round((1000 * removed) / HOUSE_MS)} a second`;
  console.log(
    `${what}${rate}; longest slice ${one(house.slice)} ms; loop delay p99 ${one(house.p99)} ms, up to ${one(house.max)} ms`,
  );
}
