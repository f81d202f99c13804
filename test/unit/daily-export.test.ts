import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EventHub } from '../../electron/engine/events.ts';
import { DailyExports } from '../../electron/engine/export/daily.ts';
import { startExport } from '../../electron/engine/export/job.ts';
import { beginningOf, lastDaily, nextDaily } from '../../electron/engine/export/time-of-day.ts';
import { DailyExport } from '../../shared/domain/daily-export.ts';
import type { ExportProgress, ExportRequest } from '../../shared/domain/export.ts';
import type { Problem } from '../../shared/domain/primitives.ts';
import { aRun, aWorld } from '../support/samples.ts';
import { temporaryFolder, testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Local time, as the schedule is: a Monday in winter. */
const local = (day: number, hours: number, minutes = 0) => new Date(2026, 0, day, hours, minutes).getTime();
const full: Problem = {
  code: 'disk_full',
  title: 'The disk is full.',
  hint: 'Free some space.',
  detail: null,
  sqlstate: null,
};

/** A schedule on a virtual clock. `writes` says how each file ends. */
function aDesk({ now = local(5, 9), store = testStore(), real = false } = {}) {
  const clock = new VirtualClock(now);
  const events = new EventHub((error) => {
    throw error;
  });
  const asked: { request: ExportRequest; path: string }[] = [];
  let outcome: (path: string) => Partial<ExportProgress> | Promise<Partial<ExportProgress>> = () => ({});
  const write = async (request: ExportRequest, path: string): Promise<ExportProgress> => {
    asked.push({ request, path });
    if (real) return startExport({ store, request, path }).done;
    return { jobId: 'x', state: 'done', rows: 3, total: 3, path, problem: null, ...(await outcome(path)) };
  };
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const exports = new DailyExports({ store, write, clock, log, events });
  onTestFinished(() => exports.stop());
  const told: string[] = [];
  events.on((event) => told.push(event.name));
  return {
    exports,
    clock,
    store,
    asked,
    told,
    ends: (how: typeof outcome) => {
      outcome = how;
    },
    set: (change: Partial<DailyExport>) => exports.set(DailyExport.parse({ enabled: true, ...change })),
    spans: () => asked.map(({ request: { filter } }) => [filter.from, filter.to]),
    /** Moves on, and waits for files that are being written: that is in real time. */
    advance: async (ms: number) => {
      await clock.advance(ms);
      while (exports.view().running) await new Promise((next) => setImmediate(next));
      await clock.advance(0);
    },
  };
}

describe('the time of day', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/Sao_Paulo'])('comes once on each day, DST or not: %s', (zone) => {
    const before = process.env.TZ;
    onTestFinished(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });
    process.env.TZ = zone;
    for (let day = 1; day <= 366; day++) {
      const noon = new Date(2026, 0, day, 12).getTime();
      for (const at of ['00:00', '02:30', '06:00', '23:59']) {
        const next = nextDaily(at, noon);
        expect(next).toBeGreaterThan(noon);
        expect(lastDaily(at, next)).toBe(next);
        expect(lastDaily(at, next - 1)).toBeLessThan(next);
        expect(nextDaily(at, next)).toBe(nextDaily(at, next + DAY / 2));
      }
    }
  });

  it('is where one file ends and the next one begins', () => {
    expect(beginningOf('new', local(6, 6), local(3, 6))).toBe(local(3, 6));
    expect(beginningOf('new', local(6, 6), undefined)).toBe(local(6, 6) - DAY);
    // Written before the clock was set back.
    expect(beginningOf('new', local(6, 6), local(9, 6))).toBe(local(6, 6) - DAY);
    expect(beginningOf('week', local(6, 6), local(3, 6))).toBe(local(6, 6) - 7 * DAY);
    expect(beginningOf('all', local(6, 6), local(3, 6))).toBeNull();
  });
});

it('writes once a day, some minutes after the time of day, and never for a time before there was a schedule', async () => {
  const { exports, set, advance, asked, spans, clock } = aDesk();
  exports.start();
  exports.setFolder('/reports');
  expect(set({ at: '06:00' }).nextAt).toBe(local(6, 6));
  await advance(local(6, 6, 2) - clock.now());
  expect(asked).toEqual([]);
  await advance(2 * MINUTE);
  expect(asked.map(({ path }) => path)).toEqual([join('/reports', 'pulse-check-runs-2026-01-06-0600.csv')]);
  expect(exports.view()).toMatchObject({
    nextAt: local(7, 6),
    last: { rows: 3 },
    failure: null,
    running: false,
  });
  await advance(DAY);
  // No run falls between two files, and none is in both.
  expect(spans()).toEqual([
    [local(5, 6), local(6, 6)],
    [local(6, 6), local(7, 6)],
  ]);
});

it('that was slept through is written once, with all that is missing, when the machine has settled', async () => {
  const { exports, set, advance, asked, spans, clock } = aDesk();
  exports.start();
  exports.setFolder('/reports');
  set({ at: '06:00' });
  await advance(local(6, 12) - clock.now());
  clock.jump(4 * DAY);
  exports.resume();
  await advance(10 * SECOND);
  expect(asked).toHaveLength(1);
  await advance(HOUR);
  expect(spans()).toEqual([
    [local(5, 6), local(6, 6)],
    [local(6, 6), local(10, 6)],
  ]);
});

it('goes on after a restart where it was', async () => {
  const first = aDesk();
  first.exports.start();
  first.exports.setFolder('/reports');
  first.set({ at: '06:00', gzip: true, columns: { runs: ['table', 'message'] } });
  await first.advance(local(6, 12) - first.clock.now());
  await first.exports.stop();

  const second = aDesk({ store: first.store, now: local(8, 9) });
  expect(second.exports.view()).toMatchObject({ folder: '/reports', nextAt: local(8, 6), last: { rows: 3 } });
  second.exports.start();
  await second.advance(HOUR);
  expect(second.spans()).toEqual([[local(6, 6), local(8, 6)]]);
  expect(second.asked[0]?.request).toMatchObject({ columns: ['table', 'message'], gzip: true });
});

it('what fails is news once, quietly, and tried again the next day with what is missing', async () => {
  const { exports, set, advance, spans, told, ends, clock } = aDesk();
  ends(() => ({ state: 'failed', problem: full }));
  exports.start();
  exports.setFolder('/reports');
  set({ at: '06:00' });
  await advance(local(6, 23) - clock.now());
  expect(spans()).toHaveLength(1);
  expect(told.at(-1)).toBe('dailyExport.changed');
  expect(told).not.toContain('inbox.added');
  const since = exports.view().failure?.at ?? 0;
  expect(exports.view().failure).toEqual({ at: since, problem: full, seen: false });
  expect(exports.markSeen().failure?.seen).toBe(true);

  await advance(DAY);
  expect(spans()).toHaveLength(2);
  expect(exports.view().failure).toEqual({ at: since, problem: full, seen: true });
  ends(() => ({ state: 'failed', problem: { ...full, code: 'not_permitted' } }));
  await advance(DAY);
  expect(exports.view().failure).toMatchObject({ at: since + 2 * DAY, seen: false });

  ends(() => ({}));
  await advance(DAY);
  expect(spans()).toEqual([6, 7, 8, 9].map((day) => [local(5, 6), local(day, 6)]));
  expect(exports.view().failure).toBeNull();
});

it('of several data sets, what was written before one failed is not written twice', async () => {
  const { exports, set, advance, asked, ends, clock } = aDesk();
  exports.start();
  exports.setFolder('/reports');
  set({ at: '06:00', datasets: ['runs', 'queries'] });
  await advance(local(6, 12) - clock.now());
  ends((path) => (path.includes('query') ? { state: 'failed', problem: full } : {}));
  await advance(DAY);
  ends(() => ({}));
  await advance(DAY);
  const from = (dataset: string) =>
    asked.filter(({ request }) => request.dataset === dataset).map(({ request }) => request.filter.from);
  expect(from('runs')).toEqual([local(5, 6), local(6, 6), local(7, 6)]);
  expect(from('queries')).toEqual([local(5, 6), local(6, 6), local(6, 6)]);
});

it('that Pulse cut off by quitting is owed as before', async () => {
  const { exports, set, advance, ends, clock } = aDesk();
  ends(() => ({ state: 'cancelled' }));
  exports.start();
  exports.setFolder('/reports');
  set({ at: '06:00' });
  await advance(local(6, 6, 4) - clock.now());
  expect(exports.view()).toMatchObject({ nextAt: local(6, 6), failure: null, last: null });
});

it('by hand it is written beside the daily ones, which take in the same as without it', async () => {
  const { exports, set, advance, spans, ends, clock } = aDesk();
  exports.start();
  await expect(exports.writeNow()).rejects.toMatchObject({ problem: { code: 'no_folder' } });
  expect(() => set({})).toThrow('There is no folder');
  exports.setFolder('/reports');
  set({ at: '06:00' });
  await exports.writeNow();
  ends(() => ({ state: 'failed', problem: full }));
  await expect(exports.writeNow()).rejects.toMatchObject({ problem: full });
  expect(exports.view().failure).toBeNull();
  ends(() => ({}));
  await advance(DAY);
  expect(spans()).toEqual([
    [local(4, 9), local(5, 9)],
    [local(4, 9), local(5, 9)],
    [local(5, 6), local(6, 6)],
  ]);
  expect(clock.now()).toBe(local(6, 9));
});

it('survives a clock that was a year ahead', async () => {
  const { exports, set, advance, asked, clock } = aDesk();
  exports.start();
  exports.setFolder('/reports');
  clock.jump(365 * DAY);
  set({ at: '06:00' });
  clock.jump(-365 * DAY);
  await advance(DAY);
  expect(asked).toHaveLength(1);
});

it('another time of day owes nothing for today when it is over', async () => {
  const { exports, set, advance, asked } = aDesk();
  exports.start();
  exports.setFolder('/reports');
  set({ at: '10:00' });
  expect(set({ at: '08:30' }).nextAt).toBe(local(6, 8, 30));
  await advance(2 * HOUR);
  expect(asked).toEqual([]);
  expect(set({ at: '11:30' }).nextAt).toBe(local(5, 11, 30));
  await advance(HOUR);
  expect(asked).toHaveLength(1);
  set({ enabled: false });
  await advance(3 * DAY);
  expect(asked).toHaveLength(1);
});

describe('in a real folder', () => {
  it('files appear complete, and none is ever replaced', async () => {
    const { exports, set, store, advance } = aDesk({ real: true });
    const folder = temporaryFolder();
    const { check } = aWorld(store);
    store.runs.append(aRun(check.id, { finishedAt: local(5, 8) }));
    exports.start();
    exports.setFolder(folder);
    set({ at: '06:00', columns: { runs: ['table', 'status'] } });
    await exports.writeNow();
    await exports.writeNow();
    expect(readdirSync(folder)).toEqual([
      'pulse-check-runs-2026-01-05-0900-2.csv',
      'pulse-check-runs-2026-01-05-0900.csv',
    ]);
    const text = readFileSync(join(folder, 'pulse-check-runs-2026-01-05-0900.csv'), 'utf8');
    expect(parse(text, { columns: true })).toEqual([{ table: 'orders', status: 'pass' }]);
    await advance(DAY);
    expect(readdirSync(folder)).toHaveLength(3);
  });

  it('that is gone, or may not be written to, says so and leaves nothing behind', async () => {
    const { exports, set, advance } = aDesk({ real: true });
    const folder = join(temporaryFolder(), 'reports');
    exports.start();
    exports.setFolder(folder);
    set({ at: '06:00' });
    await advance(DAY);
    expect(exports.view().failure?.problem).toMatchObject({ code: 'folder_missing' });
    mkdirSync(folder);
    if (process.getuid?.() !== 0) {
      chmodSync(folder, 0o500);
      await advance(DAY);
      expect(exports.view().failure?.problem).toMatchObject({ code: 'not_permitted' });
      chmodSync(folder, 0o700);
    }
    await advance(DAY);
    expect(exports.view().failure).toBeNull();
    expect(readdirSync(folder)).toHaveLength(1);
    rmSync(folder, { recursive: true });
  });
});
