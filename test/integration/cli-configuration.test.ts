import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../electron/engine/store/store.ts';
import { CONFIGURATION_HEAD } from '../support/configuration-text.ts';
import { MIGRATIONS } from '../support/store.ts';

const main = join(import.meta.dirname, '../../electron/cli/main.ts');

const FILE = `${CONFIGURATION_HEAD}          - type: freshness
            config: { timestampColumn: created_at }
            bounds: { failMax: 600 }
`;

let folder: string;
let data: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pulse-cli-config-'));
  data = join(folder, 'data');
  file = join(folder, 'pulse.yaml');
  writeFileSync(file, FILE);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

function pulse(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', PULSE_DATA_DIR: data, TMPDIR: folder };
    const child = execFile(process.execPath, [main, ...args], { env }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
    child.stdin?.end();
  });
}

test('from a file to the set-up and back: looked at, applied, exported, and then there is nothing to change', async () => {
  const looked = await pulse('apply', file, '--dry-run');
  expect(looked.out).toContain('+ added check shop / public.orders / Freshness\n');
  expect(looked.out).toContain('! Needs its password');
  expect(looked.out).toContain('\n4 added.\n');
  expect(looked.code).toBe(2);
  // Looking leaves nothing behind, also where there was nothing.
  expect(readdirSync(folder)).toEqual(['pulse.yaml']);

  const applied = await pulse('apply', file, '--yes');
  expect(applied.out).toContain('Applied.');
  expect(applied.code).toBe(0);

  const exported = join(folder, 'exported.yaml');
  expect(await pulse('config', 'export', exported)).toMatchObject({ code: 0, out: '' });
  expect(readFileSync(exported, 'utf8')).toContain('bounds: { failMax: 600 }');
  expect(readFileSync(exported, 'utf8')).toBe((await pulse('config', 'export')).out);
  const again = await pulse('apply', exported, '--dry-run', '--prune');
  expect(again.out).toBe('Nothing to change: it is as the file says.\n');
  expect(again.code).toBe(0);
});

test('without a yes and without a terminal nothing is applied, and it says how to', async () => {
  const { code, err } = await pulse('apply', file);
  expect(err).toContain('4 changes would be applied, and nobody is there to agree.\nAdd --yes');
  expect(code).toBe(3);
  expect((await pulse('config', 'export')).out).toContain('connections: []');
});

test('what the file does not name stays, and --prune removes it', async () => {
  await pulse('apply', file, '--yes');
  writeFileSync(file, FILE.replace(/ {10}- type[\s\S]*/, '').replace('checks:', 'checks: []'));
  const kept = await pulse('apply', file, '--dry-run');
  expect(kept.out).toBe(
    'Nothing to change: it is as the file says.\n1 thing that the file does not name stays; --prune removes what is not named.\n',
  );
  const pruned = await pulse('apply', file, '--yes', '--prune');
  expect(pruned.out).toContain(
    '- removed check shop / public.orders / Freshness\n    ! Its history goes with it.\n',
  );
  expect(pruned.code).toBe(0);
  expect((await pulse('config', 'export')).out).not.toContain('freshness');
});

test('errors are listed with line and field, and the exit code is 1', async () => {
  writeFileSync(
    file,
    FILE.replace('failMax: 600', 'failMax: soon').replace('host: replica', 'hots: replica'),
  );
  const { code, err } = await pulse('apply', file, '--yes');
  expect(err.split('\n')).toEqual([
    `${file}: line 3, connections[0].host: This is missing; expected text.`,
    `${file}: line 4, connections[0].hots: There is no field "hots" here. Is it misspelt?`,
    `${file}: line 13, connections[0].tables[0].checks[0].bounds.failMax: Expected a number, not "soon".`,
    '3 errors. Nothing was changed.',
    '',
  ]);
  expect(code).toBe(1);
  expect(await pulse('apply', join(folder, 'nowhere.yaml'))).toMatchObject({ code: 3 });
});

test('beside a running Pulse it is only looked at, and says plainly what to do', async () => {
  await pulse('apply', file, '--yes');
  const running = openStore({ folder: data, migrationsFolder: MIGRATIONS });
  try {
    writeFileSync(file, FILE.replace('failMax: 600', 'failMax: 900'));
    expect((await pulse('apply', file, '--dry-run')).out).toContain(
      '    bounds.failMax: 600 → 900\n1 changed.\n',
    );
    const { code, err } = await pulse('apply', file, '--yes');
    expect(err).toContain(
      'Pulse is running with this data folder, so nothing was applied.\nImport the file in its window',
    );
    expect(code).toBe(3);
    expect((await pulse('config', 'export')).out).toContain('failMax: 600');
  } finally {
    running.close();
  }
});
