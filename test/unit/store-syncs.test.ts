import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Syncs } from '../../electron/engine/store/syncs.ts';
import { temporaryFolder } from '../support/store.ts';

type Done = (error: Error | null) => void;

/** Syncs of a log that end when they are told to. */
function aLog() {
  const file = join(temporaryFolder(), 'pulse.db-wal');
  writeFileSync(file, 'log');
  const running: Done[] = [];
  const failures: string[] = [];
  const syncs = new Syncs(
    file,
    ({ message }) => failures.push(message),
    (_fd, done) => running.push(done),
  );
  const begun = (count: number) => vi.waitFor(() => expect(running).toHaveLength(count));
  const end = (error: Error | null = null) => running.at(-1)?.(error);
  return { syncs, running, failures, begun, end };
}

test('what is committed is synced at once, and all that is committed meanwhile once more', async () => {
  const { syncs, running, begun, end } = aLog();
  syncs.soon();
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
