import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Names of the rules that the layer check finds broken in a tree of these files. */
function brokenRules(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-layers-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const top = [...new Set(Object.keys(files).map((name) => name.split('/', 1)[0] ?? name))].filter(
    (name) => name !== 'node_modules',
  );
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const { stdout } = spawnSync(process.execPath, [tool, '--config', config, '-T', 'json', ...top], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map((violation) => violation.rule.name))].sort();
}

const leaf = 'export const x: number = 1;\n';

test('a tree that keeps its layers is fine', () => {
  const files = {
    'renderer/src/a.tsx': `import { x } from '../../shared/x.ts';\nexport const A = () => <i>{x}</i>;\n`,
    'electron/main.ts': `import { x } from '../shared/x.ts';\nif (x) await import('./ipc/demo-methods.ts');\n`,
    'electron/ipc/demo-methods.ts': `import { y } from '../../demo/y.ts';\nexport const z: number = y;\n`,
    'shared/x.ts': leaf,
    'demo/y.ts': `export const y = 2;\n`,
  };
  expect(brokenRules(files)).toEqual([]);
});

// Each is only visible to a parser that understands TypeScript: types, JSX, a .cts file.
test('imports against the grain are found', () => {
  const files = {
    'renderer/src/a.tsx': `import type { X } from '../../electron/x.ts';\nexport const A = (p: { x: X }) => <i>{String(p.x)}</i>;\n`,
    'electron/x.ts': `export type X = number;\n`,
    'electron/engine/b.ts': `import type { App } from 'electron';\nimport { c } from '../shell/c.ts';\nexport const b = (app: App) => [app, c];\n`,
    'electron/shell/c.ts': `import { demo } from '../../demo/d.ts';\nimport '../ipc/demo-methods.ts';\nexport const c: unknown = demo;\n`,
    'electron/ipc/demo-methods.ts': leaf,
    'electron/preload.cts': `const contract = require('../shared/contract/contract.ts') as object;\nvoid contract;\n`,
    'shared/contract/contract.ts': `import { readFileSync } from 'node:fs';\nexport const read: unknown = readFileSync;\n`,
    'demo/d.ts': `export const demo = 1;\n`,
    'node_modules/electron/index.d.ts': 'export interface App {}\n',
    'node_modules/electron/package.json': '{ "name": "electron", "types": "index.d.ts" }',
  };
  expect(brokenRules(files)).toEqual([
    'demo-methods-come-late',
    'demo-stays-out-of-the-product',
    'engine-is-plain-node',
    'engine-knows-no-front',
    'preload-carries-names-only',
    'shared-runs-anywhere',
    'window-stays-in-its-sandbox',
  ]);
});

test('a cycle is found', () => {
  const files = {
    'shared/a.ts': `import { b } from './b.ts';\nexport const a: number = b;\n`,
    'shared/b.ts': `import { a } from './a.ts';\nexport const b: number = a;\n`,
  };
  expect(brokenRules(files)).toEqual(['no-cycles']);
});
