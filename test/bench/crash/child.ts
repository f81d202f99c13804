/**
 * The process that is killed. It waits for one line on its input, `{"scenario":…,"folder":…}`, opens the real store
 * there and writes for ever, while it does what the scenario is about. What is on disk it says at once:
 * `ack ID VALUE` after a commit, `backup NAME LAST` with the last run that must be in it, `export PATH ROWS`. `begins`
 * and `begun` say when SQLite's log begins anew.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as turn } from 'node:timers/promises';
import { startExport } from '../../../electron/engine/export/job.ts';
import type { Clock } from '../../../electron/engine/ports.ts';
import { backUp } from '../../../electron/engine/store/backup/back-up.ts';
import { backupFolder } from '../../../electron/engine/store/backup/backup-files.ts';
import { restoreNow } from '../../../electron/engine/store/backup/restore-now.ts';
import { openStore, type Store } from '../../../electron/engine/store/store.ts';
import { Checkpoints } from '../../../electron/engine/upkeep/checkpoints.ts';
import { choresOf } from '../../../electron/engine/upkeep/chores/chores.ts';
import { Housekeeping } from '../../../electron/engine/upkeep/housekeeping.ts';
import { ExportRequest } from '../../../shared/domain/export.ts';
import { aRun, writeResult } from '../../support/samples.ts';
import { DAY_MS, type Order } from './scenario.ts';

/** At once and in order, not through a stream that dies with its buffer. */
const say = (...words: (string | number)[]) => writeSync(1, `${words.join(' ')}\n`);

/** Every wait is over at once, so that retention never rests. */
const hurried: Clock = {
  now: () => Date.now(),
  after: (_, callback) => {
    const timer = setImmediate(callback);
    return () => clearImmediate(timer);
  },
};

const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (fields: object) => say('error', JSON.stringify(fields)),
};

let lastAck = 0;

function write(store: Store): void {
  const check = store.checks.list()[0];
  if (check === undefined) throw new Error('There is no check to write runs of.');
  const value = Math.floor(Math.random() * 1e9);
  lastAck = writeResult(store, check, value, `It is ${value}.`).id;
  say('ack', lastAck, value);
}

/** Runs that are old enough to go, so that retention always has work. */
function writeOld(store: Store, count: number): void {
  const check = store.checks.list()[0];
  if (check === undefined) return;
  store.transaction(() => {
    for (let n = 0; n < count; n++) {
      const at = Date.now() - 60 * DAY_MS - n * 60_000;
      store.runs.append(aRun(check.id, { finishedAt: at, value: n }));
    }
  });
}

async function writeForEver(store: Store, aside: () => void = () => {}): Promise<void> {
  for (let n = 0; ; n++) {
    write(store);
    if (n % 40 === 0) aside();
    await turn();
  }
}

async function backUpForEver(folder: string): Promise<void> {
  for (;;) {
    const last = lastAck;
    const name = await backUp(folder, 'daily', Date.now());
    say('backup', name, last);
  }
}

async function exportForEver(store: Store, folder: string): Promise<void> {
  for (let n = 0; ; n++) {
    const path = join(folder, `history-${process.pid}-${n}.csv`);
    const { state, rows, problem } = await startExport({ store, request: ExportRequest.parse({}), path })
      .done;
    if (state !== 'done') throw new Error(`The export is ${state}: ${problem?.title}`);
    say('export', path, rows);
  }
}

/** A short log, so that it begins anew all the time; the writes go on meanwhile. */
function moveLogForEver(store: Store, folder: string): void {
  const saving = { pause: () => say('begins'), resume: () => say('begun') };
  new Checkpoints({ ...{ store, saving, folder, worthPages: 100 }, clock: hurried, log: silent }).start();
}

/** Writes, backs up, writes, goes back: between `restoring` and `restored` either state is right. */
async function restoreForEver(order: Order): Promise<void> {
  for (;;) {
    const store = openStore(order);
    for (let n = 0; n < 5; n++) write(store);
    const last = lastAck;
    const name = await backUp(order.folder, 'daily', Date.now());
    say('backup', name, last);
    for (let n = 0; n < 5; n++) write(store);
    store.close();
    say('restoring', last);
    restoreNow(order.folder, join(backupFolder(order.folder), name), Date.now());
    say('restored', last);
  }
}

async function play(order: Order): Promise<void> {
  if (order.scenario === 'restore') return restoreForEver(order);
  say('opening');
  const store = openStore(order);
  say('open');
  if (order.scenario === 'checkpoint') moveLogForEver(store, order.folder);
  if (order.scenario === 'retention') {
    new Housekeeping(store, choresOf(store, hurried), hurried, silent).start();
    return writeForEver(store, () => writeOld(store, 400));
  }
  if (order.scenario === 'backup') void backUpForEver(order.folder);
  if (order.scenario === 'export') void exportForEver(store, order.folder);
  return writeForEver(store);
}

createInterface({ input: process.stdin }).once('line', (line) => void play(JSON.parse(line) as Order));
say('ready');
