/** The Electron that users get: found in node_modules, or downloaded there by its own installer. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run } from './run.ts';

/** Long enough for a slow line, short enough for a machine whose firewall swallows packets. */
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));

export function officialVersion(): string {
  return (JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** The executable, or null when it is not there or is of another version than the lockfile's. */
export function findOfficialElectron(): string | null {
  try {
    const installed = readFileSync(path.join(folder, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    const executable = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
    return installed === officialVersion() && existsSync(executable) ? executable : null;
  } catch {
    return null;
  }
}

/** Throws when the download does not succeed in time. */
export async function downloadOfficialElectron(): Promise<string> {
  console.error(`Downloading Electron ${officialVersion()} …`);
  // What `npx install-electron` runs.
  await run(process.execPath, [path.join(folder, 'install.js')], { timeout: DOWNLOAD_TIMEOUT_MS });
  const executable = findOfficialElectron();
  if (executable === null) throw new Error('its installer ended well but left no executable');
  return executable;
}
