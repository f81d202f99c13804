import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { EventHub } from '../../electron/engine/events.ts';
import { Saving } from '../../electron/engine/saving.ts';
import { openStore } from '../../electron/engine/store/store.ts';
import { ALL_RUNS, aQuery, aRun, aWorld, T0 } from '../support/samples.ts';
import { SmallDisk } from '../support/small-disk.ts';
import { MIGRATIONS, testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
/** Of what is held, each part is a transaction of some twenty pages, and the log is first moved at 128 MB. */
const disk = SmallDisk.mount(64);

afterAll(() => {
  if (typeof disk !== 'string') disk.unmount();
});

const why = typeof disk === 'string' ? ` (skipped: ${disk})` : '';

describe.skipIf(why !== '')(`a real disk that fills up${why}`, () => {
  it('loses nothing that was finished, and takes what was held when there is space again', async () => {
    if (typeof disk === 'string') return;
    const { folder } = disk;
    const store = testStore(folder);
    const { connection, check } = aWorld(store);
    const clock = new VirtualClock();
    const saving = new Saving({ clock, log: quiet, events: new EventHub(() => {}) });
    let runs = 0;
    const run = () => {
      runs += 1;
      const finishedAt = T0 + runs * 1_000;
      const message = `${'It is long, and never said twice. '.repeat(20)}${String.fromCharCode(97 + (runs % 26)).repeat(runs % 50)}`;
      saving.do(() => store.runs.append(aRun(check.id, { finishedAt, message })), 1);
      saving.do(() =>
        store.queries.append({ ...aQuery(connection.id, finishedAt), sql: `SELECT ${message}` }),
      );
    };
    for (let n = 0; n < 20; n++) run();
    disk.fill();
    expect(statfsSync(folder).bavail).toBe(0);
    // The log that is there is written anew before it has to grow.
    for (let n = 0; n < 3_000 && !saving.state.problem; n++) run();
    expect(saving.state.problem).toMatchObject({ title: expect.stringContaining('Nothing can be saved.') });
    const stored = store.runs.count(ALL_RUNS);
    for (let n = 0; n < 100; n++) run();
    await clock.advance(60_000);
    expect(store.runs.count(ALL_RUNS)).toBe(stored);
    expect(saving.state).toMatchObject({ waiting: runs - stored, lost: 0 });

    disk.empty();
    await clock.advance(60_000);
    expect(saving.state).toEqual({ problem: null, waiting: 0, lost: 0 });
    expect(store.runs.count(ALL_RUNS)).toBe(runs);
    expect(store.queries.list(null, null, 500).length).toBe(Math.min(runs, 500));
    store.close();
    const raw = new Sqlite(join(folder, 'pulse.db'), { readonly: true });
    expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
    raw.close();
  });

  it('does not keep Pulse from starting and from showing what there is', () => {
    if (typeof disk === 'string') return;
    const { folder } = disk;
    disk.fill();
    try {
      const store = openStore({ folder, migrationsFolder: MIGRATIONS, readonly: true });
      expect(store.runs.count(ALL_RUNS)).toBeGreaterThan(100);
      store.close();
    } finally {
      disk.empty();
    }
  });
});
