/**
 * Builds the app into out/. `ensureBuilt` leaves a build alone that was made from the very same sources, so demo
 * and tests start at once; run as a program it always builds.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runInForeground } from './foreground.ts';

const ROOT = path.dirname(import.meta.dirname);
const STAMP = path.join(ROOT, 'out', '.sources');
const ENTRY = path.join(ROOT, 'out', 'main', 'main.js');
const SOURCES = [
  'electron',
  'renderer',
  'shared',
  'migrations',
  // The window shows them as its help.
  'docs/checks',
  'docs/safety.md',
  'electron.vite.config.ts',
  'build/inline-styles.ts',
  'package-lock.json',
];

export async function ensureBuilt(): Promise<void> {
  const built = existsSync(STAMP) && existsSync(ENTRY) ? readFileSync(STAMP, 'utf8') : null;
  if (built !== fingerprint()) await build();
}

/** Builds anew, for packages where PULSE_BUILD says so; the next `ensureBuilt` knows what it was. */
export async function build(): Promise<void> {
  rmSync(STAMP, { force: true });
  const sources = fingerprint();
  const electronVite = path.join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const code = await runInForeground(process.execPath, [electronVite, 'build'], { cwd: ROOT });
  if (code !== 0) throw new Error(`The build failed (electron-vite ended with code ${code}).`);
  writeFileSync(STAMP, sources);
}

function fingerprint(): string {
  // The config makes another build of the same sources for packages.
  const hash = createHash('sha256').update(process.env.PULSE_BUILD ?? '');
  for (const file of SOURCES.flatMap(filesUnder)) {
    hash.update(`${file}\0`).update(readFileSync(path.join(ROOT, file)));
  }
  return hash.digest('hex');
}

function filesUnder(source: string): string[] {
  const entries = readdirSync(path.dirname(path.join(ROOT, source)), { withFileTypes: true });
  const entry = entries.find(({ name }) => name === path.basename(source));
  if (!entry?.isDirectory()) return entry ? [source] : [];
  const names = readdirSync(path.join(ROOT, source)).toSorted();
  return names.flatMap((name) => filesUnder(path.join(source, name)));
}

if (import.meta.main) await build();
