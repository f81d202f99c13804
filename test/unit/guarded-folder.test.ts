import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, it, vi } from 'vitest';
import { guardedFolder } from '../support/guarded-folder.ts';

const MODULE = new URL('../support/guarded-folder.ts', import.meta.url).href;
const PROGRAM = `
  import { guardedFolder } from ${JSON.stringify(MODULE)};
  console.log(guardedFolder('pulse-killed-').path);
  setInterval(() => {}, 60_000);
`;

it('a benchmark that is killed takes its folder with it', { timeout: 60_000 }, async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [path] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  expect(existsSync(path)).toBe(true);
  child.kill('SIGKILL');
  await vi.waitFor(() => expect(existsSync(path)).toBe(false), { timeout: 50_000, interval: 50 });
});

it('one that ends by itself removes its folder, or keeps it to be looked at', async () => {
  const gone = guardedFolder('pulse-gone-');
  await gone.remove();
  expect(existsSync(gone.path)).toBe(false);
  const kept = guardedFolder('pulse-kept-');
  await kept.keep();
  expect(existsSync(kept.path)).toBe(true);
  await kept.remove();
});
