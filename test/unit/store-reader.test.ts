import { describe, expect, it, onTestFinished } from 'vitest';
import { problemOf } from '../../electron/engine/problem.ts';
import { StoreReader } from '../../electron/engine/store/reader/reader.ts';
import { ExportRequest } from '../../shared/domain/export.ts';
import { aRun, aWorld, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

const ALL = ExportRequest.parse({});

function aReader(folder: string): StoreReader {
  const reader = new StoreReader({ folder, migrationsFolder: MIGRATIONS });
  onTestFinished(() => reader.close());
  return reader;
}

describe('the reader', () => {
  it('answers from a thread of its own, with what was written a moment ago', async () => {
    const folder = temporaryFolder();
    const store = testStore(folder);
    const { check, table } = aWorld(store);
    const reader = aReader(folder);
    store.runs.append(aRun(check.id, { status: 'warn' }));
    expect(await reader.run('countExport', ALL)).toBe(1);
    store.runs.append(aRun(check.id, { finishedAt: T0 + 1, status: 'fail' }));
    const counts = await Promise.all([
      reader.run('countExport', ALL),
      reader.run('countExport', ExportRequest.parse({ filter: { statuses: ['fail'] } })),
      reader.run('stripCells', { from: T0, upToId: 2, slotMs: 60_000 }),
    ]);
    expect(counts).toEqual([
      2,
      1,
      [{ tableId: table.id, slot: Math.floor(T0 / 60_000), worst: 5, judged: 2, bad: 2 }],
    ]);
  });

  it('hands on the sentence of what went wrong, and is ready for the next question', async () => {
    const folder = temporaryFolder();
    const reader = aReader(folder);
    const missing = await reader.run('countExport', ALL).catch(problemOf);
    expect(missing).toMatchObject({ code: 'no_store' });
    const store = testStore(folder);
    aWorld(store);
    expect(await reader.run('countExport', ALL)).toBe(0);
  });

  it('rejects what it cannot answer any more when it is closed', async () => {
    const folder = temporaryFolder();
    testStore(folder);
    const reader = aReader(folder);
    const asked = reader.run('countExport', ALL).catch(problemOf);
    await reader.close();
    expect(await asked).toMatchObject({ code: 'reader_stopped' });
    expect(await reader.run('countExport', ALL).catch(problemOf)).toMatchObject({
      code: 'reader_stopped',
    });
  });

  it('answers again after its thread was ended because nobody asked', async () => {
    const folder = temporaryFolder();
    aWorld(testStore(folder));
    const reader = new StoreReader({ folder, migrationsFolder: MIGRATIONS, idleMs: 0 });
    onTestFinished(() => reader.close());
    for (let n = 0; n < 3; n++) {
      expect(await reader.run('countExport', ALL)).toBe(0);
      // The end of the thread was asked for by then.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    expect(await Promise.all([reader.run('countExport', ALL), reader.run('countExport', ALL)])).toEqual([
      0, 0,
    ]);
  });

  it('says why when its program is not there', async () => {
    const reader = new StoreReader({
      folder: temporaryFolder(),
      migrationsFolder: MIGRATIONS,
      workerFile: '/nowhere/reader.js',
    });
    await expect(reader.run('countExport', ALL)).rejects.toThrow('/nowhere/reader.js');
    await expect(reader.run('countExport', ALL)).rejects.toThrow('/nowhere/reader.js');
  });
});
