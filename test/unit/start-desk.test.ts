import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ProblemError } from '../../electron/engine/problem.ts';
import { StartDesk } from '../../electron/engine/start-desk.ts';
import { backUp } from '../../electron/engine/store/backup/back-up.ts';
import { backupFolder } from '../../electron/engine/store/backup/backup-files.ts';
import { openPrepared } from '../../electron/engine/store/open-prepared.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import type { StartState } from '../../shared/domain/start.ts';
import { flipBitInPage, pagesOf } from '../support/damage.ts';
import { ALL_RUNS, aRun, aWorld, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const DAY = 86_400_000;

/** A store with two backups, a day apart, that was then damaged. */
async function damagedFolder(): ReturnType<typeof twoBackups> {
  const found = await twoBackups();
  damage(found.folder);
  return found;
}

async function twoBackups(): Promise<{ folder: string; older: string; newer: string }> {
  const folder = temporaryFolder();
  const store = testStore(folder);
  const { check } = aWorld(store);
  const write = (count: number) =>
    store.transaction(() => {
      for (let n = 0; n < count; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + n }));
    });
  write(3_000);
  const older = await backUp(folder, 'daily', T0);
  write(20);
  const newer = await backUp(folder, 'daily', T0 + DAY);
  write(7);
  store.close();
  return { folder, older, newer };
}

function damage(folder: string): void {
  const file = join(folder, 'pulse.db');
  const [page = 0] = pagesOf(file, 'check_rule');
  flipBitInPage(file, page);
}

const asides = (folder: string) =>
  readdirSync(join(folder, 'set-aside')).filter((name) => name.endsWith('.db'));

function aDesk(folder: string, open?: () => Promise<Store>) {
  const clock = new VirtualClock(T0 + 2 * DAY);
  const calls: string[] = [];
  const note = (what: string) => () => calls.push(what);
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const desk = new StartDesk<Store>({
    open:
      open ??
      (async () => {
        const { store } = await openPrepared({ folder, migrationsFolder: MIGRATIONS });
        onTestFinished(() => store.close());
        try {
          // As the engine does it, which reads all checks.
          store.checks.list();
          return store;
        } catch (error) {
          store.close();
          throw error;
        }
      }),
    dataFolder: folder,
    layout: 99,
    clock,
    log,
    show: note('show'),
    openFolder: note('open folder'),
    quit: note('quit'),
  });
  const trouble = async () => {
    const state = await desk.handlers['start.settled']();
    if (state.phase !== 'trouble') throw new Error(`It is ${state.phase}.`);
    return state;
  };
  const choose = (choice: Parameters<(typeof desk.handlers)['start.choose']>[0]['choice']) =>
    desk.handlers['start.choose']({ choice });
  return { desk, clock, calls, trouble, choose };
}

it('opens what is fine without a word, and is ready when it is told so', async () => {
  const folder = temporaryFolder();
  const { desk, calls } = aDesk(folder);
  const settled = desk.handlers['start.settled']();
  await desk.open();
  expect(desk.handlers['start.state']()).toEqual({ phase: 'opening' });
  desk.ready();
  expect(await settled).toEqual({ phase: 'ready' });
  expect(calls).toEqual([]);
});

it('shows itself when it takes long', async () => {
  const never = new Promise<Store>(() => {});
  const { desk, clock, calls } = aDesk(temporaryFolder(), () => never);
  void desk.open();
  await clock.advance(1_000);
  expect(calls).toEqual([]);
  await clock.advance(1_000);
  expect(calls).toEqual(['show']);
});

it('offers the last good backup of damaged data with what it costs, and goes back to it', async () => {
  const { folder, newer } = await damagedFolder();
  const { desk, calls, trouble, choose } = aDesk(folder);
  const opened = desk.open();
  const state = await trouble();
  expect(calls).toEqual(['show']);
  expect(state).toMatchObject({
    problem: { code: 'damaged', title: "Pulse's data is damaged.", hint: '' },
    offer: { backup: { name: newer }, loss: { runs: 7, after: T0 + DAY, estimated: false } },
    afresh: true,
  });
  const after = choose('restore');
  const store = await opened;
  expect(store.runs.count(ALL_RUNS)).toBe(3_020);
  desk.ready();
  expect(await after).toEqual({ phase: 'ready' });
  expect(asides(folder)).toHaveLength(1);
});

it.each([
  ['half of it', 0.5],
  ['its first page', 4_096],
  ['a few bytes', 50],
  ['nothing', 0],
])('offers the last good backup when a disk that failed left %s of the data', async (_, left) => {
  const { folder, newer } = await twoBackups();
  const file = join(folder, 'pulse.db');
  truncateSync(file, left < 1 ? Math.floor(statSync(file).size * left) : left);
  const { desk, trouble, choose } = aDesk(folder);
  const opened = desk.open();
  expect(await trouble()).toMatchObject({ offer: { backup: { name: newer } }, afresh: true });
  void choose('restore');
  expect((await opened).runs.count(ALL_RUNS)).toBe(3_020);
  // What was left is kept.
  expect(asides(folder)).toHaveLength(1);
});

it('offers the one before when the newest backup proves damaged', async () => {
  const { folder, older, newer } = await damagedFolder();
  const backup = join(backupFolder(folder), newer);
  flipBitInPage(backup, pagesOf(backup, 'check_run')[3] ?? 0);
  const { desk, trouble, choose } = aDesk(folder);
  const opened = desk.open();
  expect(await trouble()).toMatchObject({ offer: { backup: { name: newer } } });
  expect(await choose('restore')).toMatchObject({
    phase: 'trouble',
    problem: { title: 'This backup is damaged.' },
    offer: { backup: { name: older } },
    afresh: true,
  });
  void choose('restore');
  expect((await opened).runs.count(ALL_RUNS)).toBe(3_000);
});

it('without any backup leaves a new beginning, and keeps the damaged file', async () => {
  const folder = temporaryFolder();
  const store = testStore(folder);
  aWorld(store);
  store.close();
  damage(folder);
  const { desk, trouble, choose } = aDesk(folder);
  const opened = desk.open();
  const state = await trouble();
  expect(state).toMatchObject({ offer: null, afresh: true });
  expect(state.problem.hint).toContain('There is no backup to go back to.');
  void choose('afresh');
  expect((await opened).checks.list()).toEqual([]);
  expect(asides(folder)).toHaveLength(1);
});

it.each([
  ['cut off', (file: string) => writeFileSync(file, Buffer.alloc(5_000, 0x53))],
  ['that is no database', (file: string) => writeFileSync(file, 'Dear diary, '.repeat(1_000))],
])('a file %s is offered the way back, too', async (_, ruin) => {
  const { folder, newer } = await damagedFolder();
  ruin(join(folder, 'pulse.db'));
  const { desk, trouble, choose } = aDesk(folder);
  const opened = desk.open();
  expect(await trouble()).toMatchObject({
    offer: { backup: { name: newer }, loss: { estimated: true } },
    afresh: true,
  });
  void choose('restore');
  expect((await opened).runs.count(ALL_RUNS)).toBe(3_020);
});

it.each(['disk_full', 'folder_not_writable', 'read_only', 'already_running'])(
  '%s is tried again when the user says so, and offers nothing that would lose anything',
  async (code) => {
    const { folder } = await damagedFolder();
    let attempts = 0;
    const { desk, trouble, choose, calls } = aDesk(folder, () => {
      attempts += 1;
      if (attempts < 3)
        return Promise.reject(new ProblemError({ code, title: 'It cannot.', hint: 'Do something.' }));
      return Promise.resolve(null as unknown as Store);
    });
    const opened = desk.open();
    expect(await trouble()).toMatchObject({ problem: { hint: 'Do something.' }, offer: null, afresh: false });
    await choose('openFolder');
    const again: StartState = await choose('retry');
    expect(again).toMatchObject({ phase: 'trouble', problem: { code } });
    expect(await choose('afresh')).toEqual(again);
    expect(await choose('restore')).toEqual(again);
    void choose('retry');
    await opened;
    expect(attempts).toBe(3);
    expect(existsSync(join(folder, 'set-aside'))).toBe(false);
    expect(calls).toEqual(['show', 'open folder', 'show']);
  },
);

it('data from a newer Pulse stays as it is unless the user goes back to a backup that this one can read', async () => {
  const { folder } = await damagedFolder();
  const { desk, trouble, calls, choose } = aDesk(folder, () =>
    Promise.reject(new ProblemError({ code: 'from_the_future', title: 'Newer.', hint: 'Install it.' })),
  );
  void desk.open();
  expect(await trouble()).toMatchObject({
    problem: { hint: 'Install it.' },
    offer: { backup: { tooNew: false } },
    afresh: false,
  });
  await choose('quit');
  expect(calls).toEqual(['show', 'quit']);
});

it('a defect of ours is not a decision of the user', async () => {
  const { desk } = aDesk(temporaryFolder(), () => Promise.reject(new Error('defect')));
  await expect(desk.open()).rejects.toThrow('defect');
});
