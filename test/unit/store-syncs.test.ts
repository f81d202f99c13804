import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Syncs } from '../../electron/engine/store/syncs.ts';
import { temporaryFolder } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

type Done = (error: Error | null) => void;

/** Syncs of a log that end when they are told to. */
function aLog() {
  const file = join(temporaryFolder(), 'pulse.db-wal');
  writeFileSync(file, 'log');
  const running: Done[] = [];
  const failures: string[] = [];
  const clock = new VirtualClock();
  const syncs = new Syncs(
    file,
    ({ message }) => failures.push(message),
    (_fd, done) => running.push(done),
    clock,
  );
  /** The time in which commits gather is over, and the sync for them has begun. */
  const begun = async (count: number) => {
    await clock.advance(50);
    await vi.waitFor(() => expect(running).toHaveLength(count));
  };
  const end = (error: Error | null = null) => running.at(-1)?.(error);
  return { syncs, running, failures, clock, begun, end };
}

test('what is committed is synced a moment later, and all that is committed meanwhile once more', async () => {
  const { syncs, running, begun, end } = aLog();
  for (let n = 0; n < 3; n++) syncs.soon();
  await begun(1);
  for (let n = 0; n < 3; n++) syncs.soon();
  expect(running).toHaveLength(1);
  end();
  await begun(2);
  end();
  expect(running).toHaveLength(2);
  syncs.soon();
  await begun(3);
});

test('a disk that fails is told of, and is tried again with the next commit', async () => {
  const { syncs, failures, begun, end } = aLog();
  syncs.soon();
  await begun(1);
  end(new Error('EIO'));
  expect(failures).toEqual(['EIO']);
  syncs.soon();
  await begun(2);
});

test('what still gathers at the end is left to SQLite, which syncs as it closes', async () => {
  const { syncs, running, clock } = aLog();
  syncs.soon();
  syncs.close();
  await clock.advance(1_000);
  expect(running).toEqual([]);
});

test('nothing is synced, and no failure told, after the end', async () => {
  const { syncs, running, failures, begun, end } = aLog();
  syncs.soon();
  await begun(1);
  syncs.soon();
  syncs.close();
  end(new Error('EIO'));
  syncs.soon();
  expect(running).toHaveLength(1);
  expect(failures).toEqual([]);
});
