/**
 * `npm run bench:app`: what the window costs, and how quick it is, with two thousand tables.
 *
 * A store with 2,000 tables of ten checks and 30 days of history, which Pulse goes on to watch on a real standby at a
 * hundred checks a minute. Pulse and an Electron window with nothing in it are started in turns, the same way, on the
 * same private desktop. `cold_start_ratio` is Pulse's time from the start of the process to the overview's first line,
 * over the empty window's time to its first paint; medians of all rounds. `first_answer_ms` is the same from the page's
 * own first paint on, and `list_ms` the time to the overview with its rows. Memory is what the kernel counts for all processes with what they share counted once (PSS).
 * Frames are timed while the list is scrolled and results come in; a key's delay is from the press to the paint. The
 * desktop has no graphics card: every frame is drawn by the processor. What a plain list, a plain field and an idle empty
 * window cost on the same machine stands beside (`floor_…`): no window can be quicker there.
 */
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../../../scripts/build.ts';
import { startDesktop } from '../../../scripts/desktop.ts';
import { ensureRuntime, runtimePackages, sandboxArgs } from '../../../scripts/runtime/runtime.ts';
import { ensureSystemPackages } from '../../../scripts/system-packages.ts';
import { guardedFolder } from '../../support/guarded-folder.ts';
import {
  firstAnswer,
  firstPaint,
  firstRows,
  idleCpu,
  inputDelays,
  loopDelay,
  median,
  memory,
  percentile,
  plainPage,
  scrollFrames,
} from './measure.ts';
import { moveStore, seedStore } from './seed.ts';
import { type Started, startApp } from './start.ts';
import { SCHEMA, startAppWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    tables: { type: 'string', default: '2000' },
    days: { type: 'string', default: '30' },
    /** How long the idle window is watched: it draws and runs checks about once a minute. Seconds. */
    idle: { type: 'string', default: '180' },
    /** How long the list is scrolled. Seconds. */
    scroll: { type: 'string', default: '10' },
    /** Where the seeded store is kept for the next time: millions of runs take minutes to write. */
    keep: { type: 'string' },
    /** Leaves a picture of the window here. */
    picture: { type: 'string' },
  },
});
const ROOT = join(import.meta.dirname, '../../..');
const CHECKS_PER_TABLE = 10;
const CHECKS_PER_MINUTE = 100;
/** After the answer, until what is only done once is done: the first housekeeping, and V8 gives back what a start takes. */
const SETTLE_MS = 120_000;

/** How long the empty window is watched: nothing happens in it. */
const FLOOR_IDLE_MS = 10_000;

const started = Date.now();
const say = (text: string) =>
  console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${text}`);
const round = (value: number, digits = 0) => Number(value.toFixed(digits));

ensureSystemPackages([...runtimePackages(), 'desktop']);
const runtime = await ensureRuntime();
await ensureBuilt();
const guarded = guardedFolder('pulse-bench-app-');
const folder = join(guarded.path, 'data');
/** Chromium leaves a folder here when it has to be killed. */
const temporary = join(guarded.path, 'tmp');
for (const each of [folder, temporary]) mkdirSync(each);
const desktop = await startDesktop({ width: 1_440, height: 960 });
const world = await startAppWorld(Number(values.tables));
try {
  const seed = {
    migrationsFolder: join(ROOT, 'migrations'),
    connection: world.analyst,
    schema: SCHEMA,
    tables: world.tables,
    checksPerTable: CHECKS_PER_TABLE,
    days: Number(values.days),
    checksPerMinute: CHECKS_PER_MINUTE,
  };
  if (values.keep && existsSync(values.keep)) {
    cpSync(values.keep, folder, { recursive: true });
    await moveStore({ ...seed, folder });
    say('the store of an earlier time, moved to now');
  } else {
    const runs = await seedStore({ ...seed, folder });
    say(`${world.tables.length} tables, ${world.tables.length * CHECKS_PER_TABLE} checks, ${runs} runs`);
    if (values.keep) cpSync(folder, values.keep, { recursive: true });
  }

  const env = { ...runtime.env, ...desktop.env, TMPDIR: temporary };
  const startEmpty = () =>
    startApp(runtime.executable, [...sandboxArgs(), join(import.meta.dirname, 'empty')], env);
  const startPulse = () =>
    startApp(runtime.executable, [...sandboxArgs(), ROOT], {
      ...env,
      PULSE_DATA_DIR: folder,
    });

  const empty: { paint: number; mb: number }[] = [];
  const pulse: { paint: number; answer: number; list: number }[] = [];
  for (let n = 0; n < Number(values.rounds); n++) {
    empty.push(
      await withApp(startEmpty(), async (app) => {
        const page = await app.page();
        const paint = await firstPaint(app, page);
        page.close();
        await sleep(3_000);
        return { paint, mb: memory(app) };
      }),
    );
    pulse.push(
      await withApp(startPulse(), async (app) => {
        const page = await app.page();
        const paint = await firstPaint(app, page);
        const answer = await firstAnswer(app, page);
        const list = await firstRows(app, page);
        page.close();
        return { paint, answer, list };
      }),
    );
    say(
      `empty ${empty.at(-1)?.paint.toFixed(0)} ms, Pulse ${pulse.at(-1)?.answer.toFixed(0)} ms to its answer`,
    );
  }

  const floor = await withApp(startEmpty(), measureFloor);
  const calm = await withApp(startPulse(), measureRunning);
  const emptyPaint = median(empty.map(({ paint }) => paint));
  const answer = median(pulse.map((each) => each.answer));
  console.log(
    JSON.stringify({
      cold_start_ratio: round(answer / emptyPaint, 2),
      cold_start_ms: round(answer),
      first_answer_ms: round(answer - median(pulse.map(({ paint }) => paint))),
      rss_mb: round(calm.mb),
      rss_ratio: round(calm.mb / median(empty.map(({ mb }) => mb)), 2),
      idle_cpu_pct: round(calm.cpu, 2),
      scroll_frame_ms_p95: round(percentile(calm.frames, 0.95), 1),
      input_delay_ms_p95: round(percentile(calm.delays, 0.95)),
      loop_delay_ms_p99: round(calm.loop, 1),
      list_ms: round(median(pulse.map(({ list }) => list))),
      floor_idle_cpu_pct: round(floor.cpu, 2),
      floor_frame_ms_p95: round(percentile(floor.frames, 0.95), 1),
      floor_input_delay_ms_p95: round(percentile(floor.delays, 0.95)),
    }),
  );
} finally {
  await world.stop();
  await desktop.stop();
  await guarded.remove();
}

/** The same of the empty window. */
async function measureFloor(app: Started) {
  const page = await app.page();
  await firstPaint(app, page);
  page.close();
  await sleep(3_000);
  const cpu = await idleCpu(app, FLOOR_IDLE_MS);
  const again = await app.page();
  const plain = await plainPage(again, Number(values.scroll) * 1_000);
  again.close();
  say(`plain page: ${plain.frames.length} frames, median ${median(plain.frames).toFixed(1)} ms`);
  return { cpu, ...plain };
}

/** Memory, idle load, frames and keys of a Pulse that has been running for a moment. */
async function measureRunning(app: Started) {
  const page = await app.page();
  await firstAnswer(app, page);
  await sleep(SETTLE_MS);
  if (values.picture) await takePicture(page, values.picture);
  page.close();
  const cpu = await idleCpu(app, Number(values.idle) * 1_000);
  const mb = memory(app);
  say(`idle: ${cpu.toFixed(2)} % of a core, ${mb.toFixed(0)} MB`);
  // Not before: it wakes the process a hundred times a second, which costs more than all that Pulse does.
  const main = await app.main();
  const endLoop = await loopDelay(main);

  const again = await app.page();
  // Live: the checks of sixty tables come in while the list moves.
  await again.evaluate(`window.pulse['tables.list'](null).then(({ value }) =>
    window.pulse['tables.runNow']({ ids: value.slice(0, 60).map(({ id }) => id) }))`);
  const frames = await scrollFrames(again, Number(values.scroll) * 1_000);
  say(`scrolling: ${frames.length} frames, median ${median(frames).toFixed(1)} ms`);
  const delays = await inputDelays(again, 't0123 bench');
  const loop = await endLoop();
  again.close();
  main.close();
  return { cpu, mb, frames, delays, loop };
}

async function takePicture(page: Awaited<ReturnType<Started['page']>>, path: string): Promise<void> {
  const { data } = await page.send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
  await import('node:fs').then(({ writeFileSync }) => writeFileSync(path, Buffer.from(data, 'base64')));
}

async function withApp<T>(app: Started, work: (app: Started) => Promise<T>): Promise<T> {
  try {
    return await work(app);
  } finally {
    await app.quit();
  }
}
