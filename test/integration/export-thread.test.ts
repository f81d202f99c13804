import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { EventHub } from '../../electron/engine/events.ts';
import { ExportDesk } from '../../electron/engine/export/desk.ts';
import { type ExportPlace, startExportThread } from '../../electron/engine/export/thread.ts';
import { type ExportProgress, ExportRequest } from '../../shared/domain/export.ts';
import { aRun, aWorld, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

const ALL = ExportRequest.parse({});

/** A store with runs that stays open for writing, as beside the window. */
function setUp(runs: number) {
  const folder = temporaryFolder();
  const store = testStore(folder);
  const { check } = aWorld(store);
  store.transaction(() => {
    for (let n = 0; n < runs; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + n, value: n }));
  });
  const place: ExportPlace = { store: { folder, migrationsFolder: MIGRATIONS } };
  const target = temporaryFolder();
  return { store, check, place, target, path: join(target, 'history.csv') };
}

describe('an export in a thread', () => {
  it('writes the file beside a store that is being written', async () => {
    const { store, check, place, path } = setUp(30_000);
    const told: ExportProgress[] = [];
    const job = startExportThread(place, ALL, path, (progress) => told.push(progress));
    const before = getPriority();
    let written = 0;
    let running = true;
    const write = () => {
      if (!running) return;
      store.runs.append(aRun(check.id, { finishedAt: T0 + 1_000_000 + written++ }));
      setImmediate(write);
    };
    write();
    const outcome = await job.done;
    running = false;
    expect(outcome).toMatchObject({ state: 'done', problem: null, path });
    expect(outcome.rows).toBeGreaterThanOrEqual(30_000);
    expect(written).toBeGreaterThan(50);
    // It lets others go first, and nobody else has to.
    expect(getPriority()).toBe(before);
    expect(told.at(-1)).toEqual(outcome);
    expect(parse(readFileSync(path), { columns: true })).toHaveLength(outcome.rows);
  });

  it('can be cancelled, and leaves what was there', async () => {
    const { place, path, target } = setUp(200_000);
    writeFileSync(path, 'old');
    const job = startExportThread(place, ALL, path, () => job.cancel());
    expect(await job.done).toMatchObject({ state: 'cancelled', problem: null });
    expect(readdirSync(target)).toEqual(['history.csv']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('tells in a sentence what is wrong with the folder', async () => {
    const { place, target } = setUp(1);
    const job = startExportThread(place, ALL, join(target, 'missing', 'history.csv'), () => {});
    expect(await job.done).toMatchObject({
      state: 'failed',
      problem: { code: 'folder_missing', title: 'The folder for the export is not there.' },
    });
  });

  it('tells in a sentence what is wrong with the store', async () => {
    const { path, target } = setUp(1);
    const nowhere = { store: { folder: temporaryFolder(), migrationsFolder: MIGRATIONS } };
    const told: ExportProgress[] = [];
    const outcome = await startExportThread(nowhere, ALL, path, (progress) => told.push(progress)).done;
    expect(outcome).toMatchObject({ state: 'failed', problem: { code: 'no_store' } });
    expect(told).toEqual([outcome]);
    expect(readdirSync(target)).toEqual([]);
  });

  it('that dies is told once, and its unfinished file goes', async () => {
    const { place, path, target } = setUp(1);
    const worker = join(target, 'dies.mjs');
    writeFileSync(
      worker,
      `import { workerData } from 'node:worker_threads';
       import { writeFileSync } from 'node:fs';
       import { dirname, join } from 'node:path';
       writeFileSync(join(dirname(workerData.path), '.pulse-export-' + workerData.jobId.slice(0, 8) + '.part'), 'half');
       throw new Error('out of memory');`,
    );
    const told: ExportProgress[] = [];
    const job = startExportThread({ ...place, worker }, ALL, path, (progress) => told.push(progress));
    const outcome = await job.done;
    expect(outcome).toMatchObject({
      state: 'failed',
      problem: { code: 'export_failed', detail: 'out of memory' },
    });
    expect(told).toEqual([outcome]);
    expect(readdirSync(target)).toEqual(['dies.mjs']);
  });
});

describe('the desk', () => {
  it('ends what is under way when it closes', async () => {
    const { place, path, target } = setUp(200_000);
    const events = new EventHub(() => {});
    const told: ExportProgress[] = [];
    events.on((event) => {
      if (event.name === 'export.progress') told.push(event.payload);
    });
    const desk = new ExportDesk(place, events);
    const { jobId } = desk.start(ALL, path);
    await desk.close();
    expect(told.at(-1)).toMatchObject({ jobId, state: 'cancelled' });
    expect(readdirSync(target)).toEqual([]);
  });
});
