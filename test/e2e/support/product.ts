import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const tool = (...parts: string[]) => join(ROOT, 'node_modules', ...parts);

/** Builds into a folder what a package holds in `out/`: without the demo. */
export function buildProduct(outDir: string): void {
  run(tool('electron-vite', 'bin', 'electron-vite.js'), ['build', '--logLevel', 'error', '--outDir', outDir]);
}

/**
 * Packs the product in a folder as `npm run package -- --dir` does, but around the Electron that the tests run on, so
 * nothing is downloaded. Returns the program to start.
 */
export function packProduct(folder: string, electron: string): string {
  for (const name of ['package.json', 'electron-builder.yml', 'LICENSE', 'migrations', 'build']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  buildProduct(join(folder, 'out'));
  const sqlite = join(folder, 'node_modules', 'better-sqlite3');
  cpSync(tool('better-sqlite3'), sqlite, { recursive: true });
  const fitting = process.env.PULSE_SQLITE_BINDING;
  // A package never looks at that variable: the binary must be where its own is.
  if (fitting) cpSync(fitting, join(sqlite, 'prebuilds', `${process.platform}-${process.arch}.node`));
  const version = execFileSync(electron, ['-p', 'process.versions.electron'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  }).trim();
  run(tool('electron-builder', 'cli.js'), [
    '--publish=never',
    '--dir',
    `--projectDir=${folder}`,
    `-c.electronDist=${dirname(electron)}`,
    `-c.electronVersion=${version}`,
  ]);
  return join(folder, 'dist', 'linux-unpacked', 'pulse');
}

function run(script: string, args: string[]): void {
  execFileSync(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { ...process.env, PULSE_BUILD: 'product' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
