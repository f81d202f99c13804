import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import { Checkpoints } from '../../electron/engine/upkeep/checkpoints.ts';
import { ALL_RUNS, aRun, aWorld, T0 } from '../support/samples.ts';
import { temporaryFolder, testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** A store with a long log, and what moves it. */
function aLongLog() {
  const folder = temporaryFolder();
  const store = testStore(folder);
  const { check } = aWorld(store);
  let runs = 0;
  const write = (count: number) =>
    store.transaction(() => {
      for (let n = 0; n < count; n++) {
        runs += 1;
        const message = `${'x'.repeat(2_000)} ${String.fromCharCode(...[...String(runs)].map((digit) => 97 + Number(digit)))}`;
        store.runs.append(aRun(check.id, { finishedAt: T0 + runs, message }));
      }
    });
  write(3_000);
  const clock = new VirtualClock();
  const told: string[] = [];
  const tell = (what: string) => () =>
    void told.push(`${what} with ${logPages() > 1_000 ? 'the old' : 'a new'} log`);
  const saving = { pause: tell('held'), resume: tell('written') };
  const checkpoints = new Checkpoints({ store, saving, folder, clock, log: quiet, worthPages: 1_000 });
  const logPages = () => store.space.log().pages;
  return { folder, store, write, clock, checkpoints, logPages, told };
}

it('a long log is moved into the file while the store is in use, and begins anew', async () => {
  const { store, write, clock, checkpoints, logPages } = aLongLog();
  expect(logPages()).toBeGreaterThan(1_000);
  checkpoints.start();
  await clock.advance(5_000);
  await vi.waitFor(
    async () => {
      // What was written while a busy machine moved the log is left for a later look.
      await clock.advance(30_000);
      write(1);
      expect(logPages()).toBeLessThan(100);
    },
    { timeout: 15_000, interval: 100 },
  );
  expect(store.runs.count(ALL_RUNS)).toBeGreaterThan(3_000);
  await checkpoints.stop();
});

it('the write that waits for the disk is made by the thread, and what is found waits for it in memory', async () => {
  const { clock, checkpoints, logPages, told } = aLongLog();
  checkpoints.start();
  await clock.advance(5_000);
  await vi.waitFor(() => expect(told).toHaveLength(2), { timeout: 15_000, interval: 20 });
  expect(told).toEqual(['held with the old log', 'written with a new log']);
  // Nobody here has written anything.
  expect(logPages()).toBeLessThan(10);
  await checkpoints.stop();
});

it('a log that somebody still reads is left alone for a while, and nothing goes wrong', async () => {
  const { folder, store, write, clock, checkpoints, logPages, told } = aLongLog();
  const reader = new Sqlite(join(folder, 'pulse.db'), { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM check_run').get();
  write(10);
  checkpoints.start();
  await clock.advance(5_000);
  await checkpoints.stop();
  expect(told.filter((what) => what.startsWith('held'))).toEqual([]);
  write(1);
  expect(logPages()).toBeGreaterThan(1_000);
  reader.exec('COMMIT');
  reader.close();
  expect(store.runs.count(ALL_RUNS)).toBe(3_011);
});
