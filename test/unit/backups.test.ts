import { expect, it, onTestFinished } from 'vitest';
import { EventHub } from '../../electron/engine/events.ts';
import { BackupDesk } from '../../electron/engine/upkeep/backups.ts';
import type { BackupOverview } from '../../shared/domain/backup.ts';
import { aWorld } from '../support/samples.ts';
import { temporaryFolder, testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function aDesk(folder = temporaryFolder(), clock = new VirtualClock()) {
  const errors: string[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_: object, message: string) => errors.push(message),
  };
  const events = new EventHub((error) => {
    throw error;
  });
  const told: BackupOverview[] = [];
  events.on((event) => {
    if (event.name === 'backups.changed') told.push(event.payload);
  });
  const desk = new BackupDesk({ folder, layout: 99, clock, log, events });
  onTestFinished(() => desk.stop());
  /** Moves on, and waits for the worker if one was started: that is in real time. */
  const advance = async (ms: number) => {
    await clock.advance(ms);
    while (desk.overview().running) await desk.create('daily').catch(() => {});
    await clock.advance(0);
  };
  const days = () =>
    desk.overview().backups.map(({ kind, at }) => [kind, new Date(at).toISOString().slice(5, 16)]);
  return { desk, clock, folder, told, errors, advance, days };
}

it('is made every day, and not while the app starts', async () => {
  const { desk, folder, advance, days, told } = aDesk();
  aWorld(testStore(folder));
  desk.start();
  await advance(9 * MINUTE);
  expect(days()).toEqual([]);
  await advance(2 * MINUTE);
  expect(days()).toEqual([['daily', '01-05T09:10']]);
  expect(told.map(({ running, backups }) => [running, backups.length])).toEqual([
    [true, 0],
    [false, 1],
  ]);
  await advance(23 * HOUR);
  expect(days()).toHaveLength(1);
  await advance(HOUR);
  expect(days()).toEqual([
    ['daily', '01-06T09:10'],
    ['daily', '01-05T09:10'],
  ]);
});

it('that was slept through is made some minutes after waking, once', async () => {
  const { desk, clock, folder, advance, days } = aDesk();
  aWorld(testStore(folder));
  desk.start();
  await advance(15 * MINUTE);
  clock.jump(3 * 24 * HOUR);
  desk.resume();
  await advance(6 * MINUTE);
  expect(days()).toHaveLength(1);
  await advance(10 * MINUTE);
  expect(days()).toHaveLength(2);
  await advance(2 * HOUR);
  expect(days()).toHaveLength(2);
});

it('is not put off for ever by a clock that was set back', async () => {
  const { desk, clock, folder, advance, days } = aDesk();
  aWorld(testStore(folder));
  desk.start();
  await advance(15 * MINUTE);
  clock.jump(-40 * 24 * HOUR);
  await advance(25 * HOUR);
  expect(days()).toHaveLength(2);
});

it('asked for by the user does not stand in for the daily one, nor is one made while another is', async () => {
  const { desk, folder, advance, days } = aDesk();
  aWorld(testStore(folder));
  desk.start();
  const [first, second] = await Promise.all([desk.create('manual'), desk.create('manual')]);
  expect(second).toBe(first);
  await advance(15 * MINUTE);
  expect(days().map(([kind]) => kind)).toEqual(['daily', 'manual']);
});

it('that failed says why, is tried again after an hour, and then nothing is wrong any more', async () => {
  const { desk, folder, advance, days, errors } = aDesk();
  desk.start();
  // There is nothing to copy yet.
  await advance(11 * MINUTE);
  expect(desk.overview()).toMatchObject({ problem: { code: 'folder_not_writable' }, backups: [] });
  expect(errors).toEqual(['the backup failed']);
  aWorld(testStore(folder));
  await advance(30 * MINUTE);
  expect(days()).toEqual([]);
  await advance(40 * MINUTE);
  expect(days()).toHaveLength(1);
  expect(desk.overview().problem).toBeNull();
});

it('ends with the engine: nothing half made is left, and nothing is told as a failure', async () => {
  const { desk, folder, errors } = aDesk();
  aWorld(testStore(folder));
  const making = desk.create('manual');
  await desk.stop();
  await expect(making).rejects.toThrow();
  expect(desk.overview()).toMatchObject({ running: false, problem: null });
  expect(errors).toEqual([]);
});

it('goes back only to a backup that it knows', async () => {
  const { desk } = aDesk();
  await expect(desk.stageRestore('../../etc/passwd')).rejects.toThrow('not there any more');
  await expect(async () => desk.loss('nothing')).rejects.toThrow('not there any more');
});
