import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countRows, startExport } from '../../electron/engine/export/job.ts';
import { timeWriter } from '../../electron/engine/export/times.ts';
import { newIncident } from '../../electron/engine/incidents/new-incident.ts';
import type { NewIncident } from '../../electron/engine/store/api.ts';
import type { Store } from '../../electron/engine/store/store.ts';
import { ExportRequest, exportColumns } from '../../shared/domain/export.ts';
import { aCheck, aQuery, aRun, aTable, aWorld, T0 } from '../support/samples.ts';
import { temporaryFolder, testStore } from '../support/store.ts';

type Wanted = Parameters<typeof ExportRequest.parse>[0];
const HOUR = 3_600_000;

async function bytesOf(store: Store, wanted: Wanted, batchRows = 2): Promise<Buffer> {
  const path = join(temporaryFolder(), 'export.csv');
  const request = ExportRequest.parse(wanted);
  const outcome = await startExport({ store, request, path, batchRows }).done;
  expect(outcome).toMatchObject({ state: 'done', problem: null });
  expect(outcome.rows).toBe(countRows(store, request));
  return readFileSync(path);
}

async function rowsOf(store: Store, wanted: Wanted): Promise<Record<string, string>[]> {
  return parse(await bytesOf(store, wanted), { columns: true, record_delimiter: '\r\n' });
}

function anIncident(connectionId: number, changes: Partial<NewIncident> = {}): NewIncident {
  const told = { title: 'orders is late', sentence: 'Nothing for 2 h.' };
  const since = { state: 'firing', startedAt: T0, firedAt: T0 + 60_000 } as const;
  return newIncident({ connectionId, tableId: null, severity: 'broken', ...told, ...since, ...changes });
}

const finding = (checkId: number | null, name: string, since = T0) => ({
  key: `check:${name}`,
  checkId,
  name,
  severity: 'broken' as const,
  message: 'm',
  since,
  resolvedAt: null,
});

describe('the incidents', () => {
  it('have a line each, with what was found', async () => {
    const store = testStore();
    const { connection, table, check } = aWorld(store);
    const id = store.incidents.insert(
      anIncident(connection.id, {
        tableId: table.id,
        state: 'resolved',
        resolvedAt: T0 + 90_500,
        resolution: '=fine again',
        label: 'noise',
      }),
    );
    store.incidents.setMember(id, finding(null, 'Later', T0 + 5));
    store.incidents.setMember(id, finding(check.id, 'Enough rows'));
    store.incidents.addEvent(id, { at: T0, kind: 'firing', text: 'Fired' });
    store.incidents.addEvent(id, { at: T0, kind: 'acknowledged', text: 'Acknowledged: Mine.' });
    store.incidents.addEvent(id, { at: T0, kind: 'noted', text: '=Late batch' });
    const [row, ...more] = await rowsOf(store, { dataset: 'incidents' });
    expect(more).toEqual([]);
    expect(row).toEqual({
      incident_id: String(id),
      connection: 'Shop replica',
      schema: 'public',
      table: 'orders',
      state: 'resolved',
      severity: 'broken',
      title: 'orders is late',
      sentence: 'Nothing for 2 h.',
      findings: 'Enough rows; Later',
      started_at: '2026-01-05T09:00:00.000Z',
      fired_at: '2026-01-05T09:01:00.000Z',
      resolved_at: '2026-01-05T09:01:30.500Z',
      lasted_seconds: '90.5',
      acknowledged_at: '',
      notes: 'Mine.; =Late batch',
      resolution: "'=fine again",
      label: 'noise',
      part_of_incident: '',
    });
  });

  it('are those that were open in the time that is asked for', async () => {
    const store = testStore();
    const { connection } = aWorld(store);
    const from = T0 + 10 * HOUR;
    const to = T0 + 20 * HOUR;
    const open = (startedAt: number, resolvedAt: number | null) =>
      store.incidents.insert(
        anIncident(connection.id, {
          startedAt,
          firedAt: startedAt,
          resolvedAt,
          state: resolvedAt === null ? 'firing' : 'resolved',
        }),
      );
    open(T0, from - 1);
    const inside = [open(T0, from), open(T0, null), open(from, from + 1), open(to - 1, null)];
    open(to, null);
    const rows = await rowsOf(store, { dataset: 'incidents', filter: { from, to } });
    expect(rows.map((row) => Number(row.incident_id))).toEqual(inside);
  });

  it('leave out those that nobody was told of', async () => {
    const store = testStore();
    const { connection } = aWorld(store);
    store.incidents.insert(anIncident(connection.id, { state: 'resolved', firedAt: null, resolvedAt: T0 }));
    expect(await rowsOf(store, { dataset: 'incidents' })).toEqual([]);
  });

  it('of a table, of a check, of a connection', async () => {
    const store = testStore();
    const { connection, table, check } = aWorld(store);
    const other = aTable(store, connection.id, 'customers');
    const first = store.incidents.insert(anIncident(connection.id, { tableId: table.id }));
    store.incidents.setMember(first, finding(check.id, 'Enough rows'));
    store.incidents.insert(anIncident(connection.id, { tableId: other.id }));
    const ids = async (filter: object) =>
      (await rowsOf(store, { dataset: 'incidents', filter })).map((row) => Number(row.incident_id));
    expect(await ids({ tableId: table.id })).toEqual([first]);
    expect(await ids({ checkId: check.id })).toEqual([first]);
    expect(await ids({ connectionId: connection.id })).toHaveLength(2);
  });
});

describe('the query log', () => {
  it('has a line for each statement', async () => {
    const store = testStore();
    const { connection, check } = aWorld(store);
    store.queries.append({ ...aQuery(connection.id, T0), checkId: check.id, durationMs: 1.25 });
    store.queries.append({
      ...aQuery(connection.id, T0 + 1),
      outcome: 'timeout',
      error: 'canceling statement',
      cancelConfirmed: true,
      sql: 'SELECT "a",\n1',
    });
    const rows = await rowsOf(store, { dataset: 'queries' });
    expect(rows).toMatchObject([
      {
        schema: 'public',
        table: 'orders',
        check: 'Enough rows',
        duration_ms: '1.25',
        outcome: 'ok',
        error: '',
      },
      {
        table: '',
        outcome: 'timeout',
        error: 'canceling statement',
        cancel_confirmed: 'yes',
        sql: 'SELECT "a",\n1',
      },
    ]);
    expect(Object.keys(rows[0] ?? {})).toEqual(exportColumns.queries);
  });

  it('of a table and a time', async () => {
    const store = testStore();
    const { connection, table, check } = aWorld(store);
    const other = aCheck(store, { connectionId: connection.id, tableId: null });
    for (const [checkId, at] of [
      [check.id, 0],
      [check.id, 10],
      [other.id, 10],
      [check.id, 20],
    ] as const)
      store.queries.append({ ...aQuery(connection.id, T0 + at), checkId });
    const rows = await rowsOf(store, {
      dataset: 'queries',
      filter: { tableId: table.id, from: T0 + 5, to: T0 + 20 },
    });
    expect(rows.map((row) => row.query_id)).toEqual(['2']);
  });
});

describe('what belongs to an incident', () => {
  it('is what its checks did from an hour before it to an hour after', async () => {
    const store = testStore();
    const { connection, table, check } = aWorld(store);
    const folded = aCheck(store, { connectionId: connection.id, tableId: null });
    const stranger = aCheck(store, { connectionId: connection.id, tableId: table.id });
    const id = store.incidents.insert(
      anIncident(connection.id, { tableId: table.id, state: 'resolved', resolvedAt: T0 + HOUR }),
    );
    store.incidents.setMember(id, finding(check.id, 'Enough rows'));
    const child = store.incidents.insert(anIncident(connection.id, { parentId: id }));
    store.incidents.setMember(child, finding(folded.id, 'Folded'));
    store.incidents.insert(anIncident(connection.id));
    const times = [T0 - HOUR - 1, T0 - HOUR, T0, T0 + 2 * HOUR - 1, T0 + 2 * HOUR];
    for (const finishedAt of times)
      for (const { id: checkId } of [check, folded, stranger]) {
        store.runs.append(aRun(checkId, { finishedAt }));
        store.queries.append({ ...aQuery(connection.id, finishedAt), checkId });
      }
    const filter = { incidentId: id };
    const runs = await rowsOf(store, { filter });
    expect(runs.map((row) => Number(row.run_id)).toSorted((a, b) => a - b)).toEqual([4, 5, 7, 8, 10, 11]);
    const queries = await rowsOf(store, { dataset: 'queries', filter });
    expect(queries.map((row) => Number(row.query_id))).toEqual([4, 5, 7, 8, 10, 11]);
    const incidents = await rowsOf(store, { dataset: 'incidents', filter });
    expect(incidents.map((row) => Number(row.incident_id))).toEqual([id, child]);
  });

  it('is all of its table when no check found it', async () => {
    const store = testStore();
    const { connection, table, check } = aWorld(store);
    const elsewhere = aCheck(store, { connectionId: connection.id, tableId: null });
    const id = store.incidents.insert(anIncident(connection.id, { tableId: table.id }));
    store.incidents.setMember(id, finding(null, 'Permission lost'));
    for (const { id: checkId } of [check, elsewhere]) store.runs.append(aRun(checkId));
    const rows = await rowsOf(store, { filter: { incidentId: id } });
    expect(rows.map((row) => row.check)).toEqual(['Enough rows']);
    expect(rows).toHaveLength(1);
  });

  it('cannot be exported when it is gone', async () => {
    const store = testStore();
    const path = join(temporaryFolder(), 'export.csv');
    const request = ExportRequest.parse({ filter: { incidentId: 99 } });
    expect(await startExport({ store, request, path }).done).toMatchObject({
      state: 'failed',
      problem: { code: 'not_found', title: 'This incident is not there any more.' },
    });
  });
});

describe('the format', () => {
  function oneRun(): Store {
    const store = testStore();
    store.runs.append(aRun(aWorld(store).check.id));
    return store;
  }

  it('has the columns that were chosen, in their usual order', async () => {
    const csv = String(await bytesOf(oneRun(), { columns: ['value', 'table'] }));
    expect(csv).toBe('table,value\r\norders,42\r\n');
    expect(() => ExportRequest.parse({ dataset: 'incidents', columns: ['run_id'] })).toThrow(
      /no such column/,
    );
  });

  it('begins with the mark for Excel when that is asked for', async () => {
    const csv = await bytesOf(oneRun(), { columns: ['value'], bom: true });
    expect(csv).toEqual(Buffer.from('\ufeffvalue\r\n42\r\n'));
    expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });

  it('is packed as one stream when that is asked for, with the same lines', async () => {
    const store = testStore();
    const { check } = aWorld(store);
    for (let n = 0; n < 200; n++) store.runs.append(aRun(check.id, { finishedAt: T0 + n }));
    const plain = await bytesOf(store, {}, 7);
    const packed = await bytesOf(store, { gzip: true }, 7);
    expect(packed.length).toBeLessThan(plain.length / 4);
    expect(gunzipSync(packed)).toEqual(plain);
  });

  it('has local times with their offset', async () => {
    const [row] = await rowsOf(oneRun(), { times: 'local' });
    const finished = row?.finished_at ?? '';
    expect(finished).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
    expect(Date.parse(finished)).toBe(T0);
  });
});

describe('a written time', () => {
  const MIDSUMMER = Date.UTC(2026, 6, 1);
  const ZONES = [
    ['UTC', '2026-07-01T00:00:00.000+00:00'],
    ['Europe/Berlin', '2026-07-01T02:00:00.000+02:00'],
    ['America/St_Johns', '2026-06-30T21:30:00.000-02:30'],
    ['Australia/Lord_Howe', '2026-07-01T10:30:00.000+10:30'],
    ['Asia/Kathmandu', '2026-07-01T05:45:00.000+05:45'],
  ] as const;
  const time = fc.integer({ min: 0, max: 4_102_444_800_000 });

  it('is that of Date when it is in UTC, in whatever order times come', () => {
    const write = timeWriter('utc');
    fc.assert(
      fc.property(time, (at) => {
        expect(write(at)).toBe(new Date(at).toISOString());
      }),
    );
  });

  it.each(ZONES)('is the same moment when it is local, on the wall clock of %s', (zone, midsummer) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      const write = timeWriter('local');
      expect(write(MIDSUMMER)).toBe(midsummer);
      // Around both changes of the clock, every quarter of an hour, and anywhere.
      const changes = fc
        .tuple(
          fc.constantFrom(Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25), Date.UTC(2026, 3, 4, 12)),
          fc.nat(96),
        )
        .map(([day, quarter]) => day + quarter * 900_000);
      fc.assert(
        fc.property(fc.oneof(time, changes), (at) => {
          const written = write(at);
          expect(Date.parse(written)).toBe(at);
          const wall = new Date(at);
          expect(written.slice(11, 16)).toBe(
            `${String(wall.getHours()).padStart(2, '0')}:${String(wall.getMinutes()).padStart(2, '0')}`,
          );
        }),
      );
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });
});
