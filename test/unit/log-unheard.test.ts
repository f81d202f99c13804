import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MODULE = new URL('../../electron/shell/log.ts', import.meta.url).href;

it('goes on logging when nobody listens to its error stream any more', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pulse-log-'));
  const program = `
    import { createLogger } from ${JSON.stringify(MODULE)};
    const log = createLogger(${JSON.stringify(folder)}, true);
    process.stdin.once('data', () => {
      log.warn('nobody hears this');
      process.stderr.write(' ', () => setImmediate(() => (log.warn('nor this'), process.exit(0))));
    });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const ended = once(child, 'exit');
  child.stderr.destroy();
  child.stdin.write('go');
  expect(await ended).toEqual([0, null]);
  expect(readFileSync(join(folder, 'logs', 'pulse.log'), 'utf8')).toMatch(/nobody hears this.*\n.*nor this/);
  rmSync(folder, { recursive: true });
});
