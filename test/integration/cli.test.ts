import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoWorld, startDemoWorld } from '../../demo/world.ts';

const main = join(import.meta.dirname, '../../electron/cli/main.ts');

let world: DemoWorld;
let data: string;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'pulse-cli-'));
  world = await startDemoWorld({ scale: 0.02 });
});

afterAll(async () => {
  await world?.stop();
  rmSync(data, { recursive: true, force: true });
});

interface Ended {
  code: number;
  out: string;
  err: string;
}

function pulse(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', PULSE_CONNECTION: '' };
    execFile(process.execPath, [main, ...args, '--data', data], { env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

const replica = () => ['--connection', world.analyst.urlFor('standby')];

describe('the terminal front', () => {
  test('before anything is watched, says what to do, and is not healthy by silence', async () => {
    const { code, err } = await pulse('check', 'public.events');
    expect(err).toContain('--connection');
    expect(code).toBe(3);
  });

  test('checks a new table with the recommended checks: healthy is 0', async () => {
    const { code, out } = await pulse('check', 'public.events', ...replica());
    expect(out).toMatch(/✓ healthy\s+Freshness of/);
    expect(out).toMatch(/✓ healthy\s+public\.events/);
    expect(code).toBe(0);
  });

  test('a broken table is 1, in words and as JSON', async () => {
    await pulse('check', 'public.customers', ...replica());
    await world.inject('column_dropped');
    try {
      const { code, out } = await pulse('check', 'public.customers', ...replica());
      expect(out).toMatch(/✗ broken\s+Schema: Column \w+ \(.*\) was dropped/);
      expect(code).toBe(1);
      const json = await pulse('check', 'public.customers', '--json', ...replica());
      const schema = json.out
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as { type: string; status: string; value: number })
        .find((check) => check.type === 'schema');
      expect(schema).toMatchObject({ status: 'fail', value: 1 });
    } finally {
      await world.heal('column_dropped');
    }
    expect((await pulse('check', 'public.customers', ...replica())).code).toBe(0);
  });

  test('a table that may not be read is 2, neither healthy nor broken', async () => {
    await pulse('check', 'Sales Ops.Order Notes', ...replica());
    await world.inject('permission_revoked');
    try {
      const { code, out } = await pulse('check', 'Sales Ops.Order Notes', ...replica());
      expect(out).toMatch(/\? not judged\s+Sales Ops\.Order Notes/);
      expect(code).toBe(2);
    } finally {
      await world.heal('permission_revoked');
    }
    expect((await pulse('check', 'Sales Ops.Order Notes', ...replica())).code).toBe(0);
  });

  test('a primary is refused with its reason', async () => {
    const { code, err } = await pulse(
      'check',
      'public.events',
      '--connection',
      world.analyst.urlFor('primary'),
    );
    expect(err).toContain('is a primary, not a replica');
    expect(code).toBe(3);
  });

  test('watches for a while, then says how things stand', async () => {
    const { code, out, err } = await pulse('watch', ...replica(), '--add', 'public.orders', '--for', '5');
    expect(err).toBe('');
    expect(out).toContain('public.orders: ');
    expect(out.trim().split('\n').at(-1)).toMatch(/tables? healthy/);
    expect([0, 2]).toContain(code);
  });

  test('exports what was run', async () => {
    const file = join(data, 'history.csv');
    const { code, err } = await pulse('export', '--out', file, '--table', 'public.events');
    expect(err).toMatch(/rows? written to/);
    expect(code).toBe(0);
    const rows = parse(readFileSync(file), { columns: true }) as Record<string, string>[];
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row.table))).toEqual(new Set(['events']));
  });

  test('exports the query log, packed, with the columns that were asked for', async () => {
    const file = join(data, 'queries.csv.gz');
    const options = [
      '--dataset',
      'queries',
      '--columns',
      'sql',
      'outcome',
      '--last',
      '1h',
      '--gzip',
      '--bom',
    ];
    const { code, out } = await pulse('export', '--out', file, ...options, '--json');
    expect(code).toBe(0);
    const csv = gunzipSync(readFileSync(file)).toString();
    expect(csv.startsWith('\ufeffoutcome,sql\r\n')).toBe(true);
    const rows = parse(csv, { columns: true, bom: true }) as Record<string, string>[];
    expect(rows.some(({ sql }) => sql?.includes('events'))).toBe(true);
    expect(JSON.parse(out)).toMatchObject({ state: 'done', rows: rows.length });
  });

  test('lists tables and incidents beside another Pulse, from what is stored', async () => {
    const watching = pulse('watch', '--for', '6', ...replica());
    const tables = await pulse('tables', '--json');
    expect(tables.err).toBe('');
    expect(tables.out).toContain('"name":"events"');
    const incidents = await pulse('incidents');
    expect(incidents.out).not.toBe('');
    await watching;
  });

  test('wrong usage is 3', async () => {
    expect((await pulse('export', '--out', join(data, 'x.csv'), '--status', 'great')).code).toBe(3);
    expect((await pulse('export', '--out', join(data, 'x.csv'), '--from', 'soonish')).err).toContain(
      'not a time',
    );
    expect((await pulse('export', '--out', join(data, 'x.csv'), '--columns', 'secret')).code).toBe(3);
    expect((await pulse('export', '--out', join(data, 'x.csv'), '--incident', '9')).err).toContain(
      'This incident is not there any more.',
    );
    expect((await pulse('fly')).code).toBe(3);
  });
});
