import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainFile } from '../../electron/engine/export/file.ts';
import { type ExportedStore, type ExportJobOptions, startExport } from '../../electron/engine/export/job.ts';
import { messageWriter } from '../../electron/engine/export/message-cell.ts';
import type { Page, Place } from '../../electron/engine/store/history.ts';
import { takeApart } from '../../electron/engine/store/message-parts.ts';
import { openStore, type Store } from '../../electron/engine/store/store.ts';
import { csvTable, csvText } from '../../shared/csv.ts';
import { type ExportProgress, ExportRequest, RunFilter } from '../../shared/domain/export.ts';
import { RunStatus } from '../../shared/domain/status.ts';
import { aCheck, aConnection, aRun, aTable, aWorld, T0 } from '../support/samples.ts';
import { MIGRATIONS, temporaryFolder, testStore } from '../support/store.ts';

const HEADER =
  'run_id,connection,schema,table,check,check_type,status,value,unit,message,started_at,finished_at,duration_ms,usual_low,usual_high';

/** As strictly as RFC 4180 has it: CRLF alone ends a line. */
function read(file: string): Record<string, string>[] {
  return parse(readFileSync(file, 'utf8'), { columns: true, record_delimiter: '\r\n' });
}

function manyRuns(store: Store, checkId: number, count: number): void {
  store.transaction(() => {
    for (let n = 0; n < count; n++) store.runs.append(aRun(checkId, { finishedAt: T0 + n * 1000, value: n }));
  });
}

const ALL = ExportRequest.parse({});

/** A store whose history is looked over its shoulder. */
const withHistory = (store: Store, history: Store['history']): ExportedStore => ({
  incidents: store.incidents,
  logs: store.logs,
  search: store.search,
  history,
});

/** A store with runs, and an empty folder to export to. */
function setUp(runs = 0) {
  const store = testStore();
  const { check, connection, table } = aWorld(store);
  manyRuns(store, check.id, runs);
  const folder = temporaryFolder();
  const path = join(folder, 'history.csv');
  const exported = (options: Partial<ExportJobOptions> = {}) =>
    startExport({ store, request: ALL, path, ...options });
  return { store, check, connection, table, folder, path, exported };
}

describe('an export', () => {
  it('says all there is to say of a run', async () => {
    const { store, check, path, exported } = setUp();
    store.runs.append(
      aRun(check.id, {
        finishedAt: T0 + 12,
        startedAt: T0,
        value: -0.5,
        status: 'warn',
        durationMs: 3.25,
        low: 1.5,
        high: 60,
      }),
    );
    const outcome = await exported().done;
    expect(outcome).toEqual({
      jobId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      state: 'done',
      rows: 1,
      total: 1,
      path,
      problem: null,
    });
    expect(readFileSync(path, 'utf8')).toBe(
      `${HEADER}\r\n1,Shop replica,public,orders,Enough rows,volume,warn,-0.5,rows,42 rows in the last hour.,` +
        '2026-01-05T09:00:00.000Z,2026-01-05T09:00:00.012Z,3.25,1.5,60\r\n',
    );
  });

  it('leaves empty what is not there', async () => {
    const { store, connection, path, exported } = setUp();
    const lag = aCheck(store, { connectionId: connection.id, tableId: null }, { type: 'replication_lag' });
    store.runs.append(aRun(lag.id, { value: null, message: '', status: 'error' }));
    await exported().done;
    expect(read(path)).toMatchObject([
      {
        schema: '',
        table: '',
        check_type: 'replication_lag',
        value: '',
        unit: 'seconds',
        message: '',
        status: 'error',
      },
    ]);
  });

  it('of nothing is a header', async () => {
    const { path, exported } = setUp();
    expect(await exported().done).toMatchObject({ state: 'done', rows: 0, total: 0 });
    expect(readFileSync(path, 'utf8')).toBe(`${HEADER}\r\n`);
  });

  it('brings hostile names and messages through the file and back', async () => {
    const store = testStore();
    const connection = aConnection(store, { name: 'Réplica "nord", №1' });
    const table = store.tables.insert({
      connectionId: connection.id,
      schema: '=cmd|calc',
      name: 'line\nbreak',
      kind: 'table',
      addedAt: T0,
    });
    const check = aCheck(store, { connectionId: connection.id, tableId: table.id }, { name: '+1, "two"' });
    const messages = [
      'a,b',
      'say "no"',
      'one\r\ntwo',
      'one\ntwo',
      'one\rtwo',
      '🐘 größer als ≥ 5',
      '"',
      "'",
      ' padded ',
    ];
    const formulas = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\tx',
      '\rx',
      '\nx',
      '＝1+1',
      '=HYPERLINK("http://x","y")',
    ];
    for (const [n, message] of [...messages, ...formulas].entries())
      store.runs.append(aRun(check.id, { finishedAt: T0 + n, message, value: -n }));
    const path = join(temporaryFolder(), 'history.csv');
    await startExport({ store, request: ALL, path }).done;
    const rows = read(path);
    expect(rows.map(({ message }) => message)).toEqual([...messages, ...formulas.map((text) => `'${text}`)]);
    expect(rows[3]).toMatchObject({
      connection: 'Réplica "nord", №1',
      schema: "'=cmd|calc",
      table: 'line\nbreak',
      check: `'+1, "two"`,
      value: '-3',
    });
  });

  it('holds the runs that the filter takes in, in whatever batches they are read', async () => {
    const store = testStore();
    const owners = [aConnection(store, { name: 'B' }), aConnection(store, { name: 'A' })].flatMap(
      (connection) => [
        { connectionId: connection.id, tableId: null },
        { connectionId: connection.id, tableId: aTable(store, connection.id).id },
      ],
    );
    const checks = owners.flatMap((owner) => [aCheck(store, owner), aCheck(store, owner)]);
    store.transaction(() => {
      for (let n = 0; n < 300; n++) {
        const check = checks[(n * n) % checks.length];
        const status = RunStatus.options[n % 5];
        if (check === undefined || status === undefined) throw new Error('in range');
        store.runs.append(aRun(check.id, { finishedAt: T0 + ((n * 7) % 150) * 1000, status }));
      }
    });
    const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
    const time = optional(fc.integer({ min: 0, max: 151 }).map((n) => T0 + n * 1000));
    const filters = fc.record({
      connectionId: optional(fc.integer({ min: 1, max: 3 })),
      tableId: optional(fc.integer({ min: 1, max: 3 })),
      checkId: optional(fc.integer({ min: 1, max: 9 })),
      statuses: fc.subarray([...RunStatus.options]),
      from: time,
      to: time,
    });
    const path = join(temporaryFolder(), 'history.csv');
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 1, max: 60 }), async (filter, batchRows) => {
        const outcome = await startExport({
          store,
          request: ExportRequest.parse({ filter }),
          path,
          batchRows,
        }).done;
        const ids = read(path).map(({ run_id }) => Number(run_id));
        const expected = store.runs.list(filter, null, 1_000).map(({ id }) => id);
        expect(new Set(ids)).toEqual(new Set(expected));
        expect(ids).toHaveLength(expected.length);
        expect(outcome).toMatchObject({ state: 'done', rows: ids.length, total: ids.length });
      }),
      { numRuns: 60 },
    );
  });

  it('holds the runs that said the words, newest first, in whatever batches they are read', async () => {
    const { store, check, connection, table, path, exported } = setUp();
    const other = aCheck(store, { connectionId: connection.id, tableId: table.id }, { name: 'Other' });
    const said = (checkId: number, n: number, message: string, status: RunStatus = 'fail') =>
      store.runs.append(aRun(checkId, { finishedAt: T0 + n, message, status }));
    for (let n = 0; n < 5; n++) said(check.id, n, `The newest row is ${n} min old; normal is less.`);
    said(other.id, 5, 'The newest row is 9 min old, as usual.', 'pass');
    said(other.id, 6, 'Something else.');
    const found = async (filter: object, batchRows = 2) => {
      const request = ExportRequest.parse({ filter });
      const outcome = await exported({ request, batchRows }).done;
      const ids = read(path).map(({ run_id }) => Number(run_id));
      expect(outcome).toMatchObject({ state: 'done', rows: ids.length, total: ids.length });
      return ids;
    };
    expect(await found({ text: 'newest row' })).toEqual([6, 5, 4, 3, 2, 1]);
    expect(read(path)[0]).toMatchObject({
      check: 'Other',
      message: 'The newest row is 9 min old, as usual.',
    });
    expect(await found({ text: 'row newest', statuses: ['fail'] })).toEqual([5, 4, 3, 2, 1]);
    expect(await found({ text: 'newest 3' })).toEqual([4]);
    expect(await found({ text: '"row newest"' })).toEqual([]);
    expect(await found({ text: 'newest', checkId: other.id }, 100)).toEqual([6]);
  });

  it('goes by connection, table and check, oldest first in each', async () => {
    const { store, check, connection, table, path, exported } = setUp();
    const other = aCheck(store, { connectionId: connection.id, tableId: table.id }, { name: 'A first one' });
    for (const [finishedAt, owner] of [
      [3, check],
      [1, check],
      [2, other],
      [4, other],
    ] as const)
      store.runs.append(aRun(owner.id, { finishedAt: T0 + finishedAt }));
    await exported({ batchRows: 1 }).done;
    expect(read(path).map((row) => [row.check, row.run_id])).toEqual([
      ['A first one', '3'],
      ['A first one', '4'],
      ['Enough rows', '2'],
      ['Enough rows', '1'],
    ]);
  });

  it('holds what was there when it began', async () => {
    const { store, check, path, exported } = setUp(1_000);
    const totals = new Set<number>();
    let added = 0;
    const outcome = await exported({
      batchRows: 50,
      clock: { now: () => added * 1_000 },
      onProgress: ({ total }) => {
        totals.add(total);
        added++;
        manyRuns(store, check.id, 3);
      },
    }).done;
    expect(added).toBeGreaterThan(10);
    expect([...totals]).toEqual([1_000]);
    expect(outcome).toMatchObject({ state: 'done', rows: 1_000 });
    expect(read(path)).toHaveLength(1_000);
  });

  it('ends with the number of rows it wrote when retention took some meanwhile', async () => {
    const { store, exported } = setUp(1_000);
    const outcome = await exported({
      batchRows: 50,
      onProgress: () => store.runs.prune(T0 + 900_000, 10_000),
    }).done;
    expect(outcome.state).toBe('done');
    expect(outcome.rows).toBeLessThan(1_000);
    expect(outcome.total).toBe(outcome.rows);
  });

  it('works on a store that is open for reading', async () => {
    const folder = temporaryFolder();
    const writer = testStore(folder);
    manyRuns(writer, aWorld(writer).check.id, 10);
    const reader = openStore({ folder, migrationsFolder: MIGRATIONS, readonly: true });
    try {
      const path = join(temporaryFolder(), 'history.csv');
      expect(await startExport({ store: reader, request: ALL, path }).done).toMatchObject({ rows: 10 });
    } finally {
      reader.close();
    }
  });

  it('replaces the file that is there when it is complete, and not before', async () => {
    const { folder, path, exported } = setUp(1_000);
    writeFileSync(path, 'old');
    const seen = new Set<string>();
    await exported({
      batchRows: 50,
      onProgress: ({ state }) => {
        if (state === 'running') seen.add(readFileSync(path, 'utf8'));
      },
    }).done;
    expect([...seen]).toEqual(['old']);
    expect(read(path)).toHaveLength(1_000);
    expect(readdirSync(folder)).toEqual(['history.csv']);
  });

  it('lets others have their turn between batches', async () => {
    const { exported } = setUp(5_000);
    let turns = 0;
    let running = true;
    const count = () => {
      turns++;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    await exported({ batchRows: 100 }).done;
    running = false;
    expect(turns).toBeGreaterThan(50);
  });

  it('lets others have their turn while it counts', async () => {
    const check = {
      id: 1,
      type: 'volume',
      config: {},
      name: 'c',
      connection: 'n',
      schema: null,
      table: null,
    };
    let turns = 0;
    let counted = 0;
    const turnsAtCount: number[] = [];
    const history = {
      lastId: () => 1,
      scope: () => Array.from({ length: 100 }, () => check),
      count: () => {
        turnsAtCount.push(turns);
        counted++;
        return { found: 0, looked: 15_000, next: null };
      },
      page: () => ({ found: [], looked: 0, next: null }),
    } as unknown as Store['history'];
    const tick = () => {
      turns++;
      if (counted < 100) setImmediate(tick);
    };
    setImmediate(tick);
    const path = join(temporaryFolder(), 'history.csv');
    await startExport({ store: withHistory(testStore(), history), request: ALL, path }).done;
    expect(new Set(turnsAtCount).size).toBeGreaterThan(90);
  });

  it.each([1, 7, 50, 1_000])('counts in slices of %i what it then reads in pages', (size) => {
    const { store, check } = setUp();
    store.transaction(() => {
      for (let n = 0; n < 200; n++)
        store.runs.append(
          aRun(check.id, { finishedAt: T0 + Math.floor(n / 3), status: n % 4 === 0 ? 'fail' : 'pass' }),
        );
    });
    const filter = RunFilter.parse({ statuses: ['fail'], from: T0 + 5, to: T0 + 60 });
    const total = (kind: 'count' | 'page') => {
      let [sum, looked] = [0, 0];
      let place: Place | null = null;
      do {
        const piece: Page<number | unknown[]> = store.history[kind](check.id, filter, 150, place, size);
        expect(piece.looked).toBeLessThanOrEqual(size);
        sum += typeof piece.found === 'number' ? piece.found : piece.found.length;
        looked += piece.looked;
        place = piece.next;
      } while (place !== null);
      return { sum, looked };
    };
    // Runs 15 to 179 (from 0) ended in that time; of the first 150 of all, every fourth failed.
    expect(total('count')).toEqual({ sum: 34, looked: 165 });
    expect(total('page')).toEqual({ sum: 34, looked: 165 });
  });

  it('looks at a bounded number of runs between two turns, however few of them are wanted', async () => {
    const { store } = setUp(5_000);
    const sizes: number[] = [];
    const history = {
      lastId: () => store.history.lastId(),
      scope: store.history.scope.bind(store.history),
      count: store.history.count.bind(store.history),
      page(...args: Parameters<Store['history']['page']>) {
        const page = store.history.page(...args);
        sizes.push(page.looked);
        return page;
      },
    } as unknown as Store['history'];
    const path = join(temporaryFolder(), 'history.csv');
    const filter = RunFilter.parse({ statuses: ['fail'] });
    expect(
      await startExport({
        store: withHistory(store, history),
        request: ExportRequest.parse({ filter }),
        path,
        batchRows: 100,
      }).done,
    ).toMatchObject({
      rows: 0,
    });
    expect(Math.max(...sizes)).toBe(100);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5_000);
  });
});

describe('progress', () => {
  async function toldWith(now: () => number): Promise<ExportProgress[]> {
    const told: ExportProgress[] = [];
    await setUp(1_000).exported({ batchRows: 10, clock: { now }, onProgress: (one) => told.push(one) }).done;
    return told;
  }

  it('is told at most every tenth of a second, and at the end', async () => {
    let time = 0;
    // A hundred batches in a second.
    const told = await toldWith(() => (time += 10));
    expect(told.length).toBeGreaterThan(8);
    expect(told.length).toBeLessThan(14);
    expect(told.at(-1)).toMatchObject({ state: 'done', rows: 1_000, total: 1_000 });
    expect(told.slice(0, -1).every(({ state, total }) => state === 'running' && total === 1_000)).toBe(true);
    const rows = told.map((one) => one.rows);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
  });

  it('goes on when the clock is set back', async () => {
    let calls = 0;
    const told = await toldWith(() => (calls++ === 0 ? T0 : T0 - 86_400_000 + calls * 50));
    expect(told.length).toBeGreaterThan(10);
  });
});

describe('cancelling', () => {
  it('half way leaves nothing behind', async () => {
    const { folder, exported } = setUp(2_000);
    const job = exported({
      batchRows: 50,
      clock: { now: () => 0 },
      onProgress: () => setImmediate(() => setImmediate(() => job.cancel())),
    });
    const outcome = await job.done;
    expect(outcome).toMatchObject({ state: 'cancelled', total: 2_000, problem: null });
    expect(outcome.rows).toBeLessThan(2_000);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('at once leaves nothing behind', async () => {
    const { folder, exported } = setUp(10);
    const job = exported();
    job.cancel();
    expect((await job.done).state).toBe('cancelled');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps the file that was there before', async () => {
    const { folder, path, exported } = setUp(2_000);
    writeFileSync(path, 'old');
    const job = exported({ batchRows: 50, onProgress: () => job.cancel() });
    expect((await job.done).state).toBe('cancelled');
    expect(readdirSync(folder)).toEqual(['history.csv']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  it('after the end changes nothing', async () => {
    const { path, exported } = setUp(10);
    const job = exported();
    await job.done;
    job.cancel();
    expect((await job.done).state).toBe('done');
    expect(read(path)).toHaveLength(10);
  });
});

describe('a failure', () => {
  it('half way leaves nothing behind, and is told', async () => {
    const { store, folder, exported } = setUp(2_000);
    const told: ExportProgress[] = [];
    const outcome = await exported({
      batchRows: 50,
      onProgress: (one) => {
        told.push(one);
        store.close();
      },
    }).done;
    expect(outcome).toMatchObject({ state: 'failed', problem: { code: 'export_failed' } });
    expect(told.at(-1)).toEqual(outcome);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['a folder that is missing', 'missing/history.csv', 'folder_missing'],
    ['a file in place of the folder', 'file/history.csv', 'folder_missing'],
    ['a folder in place of the file', 'folder', 'is_a_folder'],
  ])('because of %s is told before anything is read', async (_, place, code) => {
    const { folder, exported } = setUp(10);
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    const outcome = await exported({ path: join(folder, place) }).done;
    expect(outcome).toMatchObject({ state: 'failed', rows: 0, total: 0, problem: { code } });
    expect(readdirSync(folder).sort()).toEqual(['file', 'folder']);
  });

  it.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EACCES', 'not_permitted'],
    ['EROFS', 'not_permitted'],
    ['EBUSY', 'file_in_use'],
    ['EIO', 'export_failed'],
  ])('of the file system (%s) is a sentence', (code, expected) => {
    const { problem } = explainFile(Object.assign(new Error(`${code}: words`), { code }), '/x/y.csv');
    expect(problem).toMatchObject({ code: expected, detail: `/x/y.csv: ${code}: words` });
    expect(problem.title).toMatch(/\.$/);
    expect(problem.hint).toMatch(/\.$/);
  });
});

describe('CSV', () => {
  it('of any text comes back, with formulas as text', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, fc.integer()), { minLength: 1, maxLength: 5 }), (cells) => {
        const rows: string[][] = parse(csvTable([['a', 'b', 'c'], ...cells]), { record_delimiter: '\r\n' });
        const defused = (text: string) =>
          '=+-@\t\r\n＝＋－＠'.includes(text.charAt(0)) && text !== '' ? `'${text}` : text;
        expect(rows.slice(1)).toEqual(cells.map(([a, b, c]) => [defused(a), defused(b), String(c)]));
      }),
      { numRuns: 300 },
    );
  });

  it('of what a run said is the same by its sentence and numbers as by the whole text', () => {
    const piece = fc.oneof(
      fc.constantFrom('=', '-', '@', '"', ',', '\n', ' of ', 'rows ', '12,345', '0.5', '7', '1e-7', '％'),
      fc.string({ maxLength: 5 }),
    );
    const message = messageWriter();
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const { sentence, numbers } = takeApart(pieces.join(''));
        const whole = csvText(pieces.join(''));
        // Twice: the second time the sentence is known.
        expect([message(sentence, numbers), message(sentence, numbers)]).toEqual([whole, whole]);
      }),
      { numRuns: 2_000 },
    );
  });
});
