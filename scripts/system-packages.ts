/**
 * Debian and Ubuntu packages that development and tests lean on. Root (a container, a CI machine) gets the missing
 * ones installed; anybody else is told the one command that does it.
 *
 *   node scripts/system-packages.ts [electron|desktop|ssh|compiler ...]     (all of them without arguments)
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Each need lists its names, newest first: Debian 13 and Ubuntu 24.04 renamed some libraries. */
const NEEDS = {
  /** What Electron links to, wherever it opens a window. */
  electron: [['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3'], ['libasound2t64', 'libasound2'], ['libgbm1']],
  /** The private desktop of tests: display, window manager, bus, notifications, letters and signs. */
  desktop: [
    ['xvfb'],
    ['jwm'],
    ['dbus'],
    ['dunst'],
    ['fonts-inter'],
    ['fonts-dejavu-core'],
    ['fonts-noto-color-emoji'],
  ],
  /** An SSH host for tests to go through. */
  ssh: [['openssh-client'], ['openssh-server']],
  /** Builds better-sqlite3 for the registry Electron; not needed with the official one. */
  compiler: [['g++']],
} as const satisfies Record<string, readonly (readonly string[])[]>;

export type PackageGroup = keyof typeof NEEDS;

/** Where dpkg does not rule, the programs themselves are looked for; their libraries come with them. */
const PROGRAMS: Partial<Record<string, string>> = {
  xvfb: 'Xvfb',
  jwm: 'jwm',
  dbus: 'dbus-daemon',
  dunst: 'dunst',
  'openssh-client': 'ssh',
  'openssh-server': 'sshd',
  'g++': 'g++',
};

/** Throws, saying what to do, when something is missing and cannot be installed from here. */
export function ensureSystemPackages(groups: readonly PackageGroup[]): void {
  if (process.platform !== 'linux') return;
  const needs = groups.flatMap<readonly string[]>((group) => NEEDS[group]);
  if (!existsSync('/usr/bin/dpkg-query')) {
    const missing = needs.map(([name = '']) => PROGRAMS[name]).filter((name) => name && !onPath(name));
    if (missing.length === 0) return;
    throw new Error(
      `These programs are missing: ${missing.join(', ')}. Install them with your package manager.`,
    );
  }
  const missing = missingNeeds(needs);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    const names = missing.map(availableName).join(' ');
    throw new Error(
      `System packages are missing. Run:\n  sudo apt-get install --no-install-recommends ${names}`,
    );
  }
  aptGet(['update'], 'The package lists could not be updated');
  const names = missing.map(availableName);
  console.error(`Installing system packages: ${names.join(' ')} …`);
  aptGet(['install', '--yes', '--no-install-recommends', ...names], 'The packages could not be installed');
}

function missingNeeds(needs: readonly (readonly string[])[]): (readonly string[])[] {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
  const format = '${Package} ${db:Status-Status}\n';
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', format, ...needs.flat()], { encoding: 'utf8' });
  const lines = new Set(stdout.split('\n'));
  return needs.filter((names) => !names.some((name) => lines.has(`${name} installed`)));
}

/** The newest of a need's names that this release of the system has. */
function availableName(names: readonly string[]): string {
  const known = (name: string) => spawnSync('apt-cache', ['show', '--no-all-versions', name]).status === 0;
  return (names.length > 1 ? names.find(known) : undefined) ?? names.at(-1) ?? '';
}

function aptGet(args: string[], complaint: string): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    encoding: 'utf8',
    env,
  });
  if (status !== 0) throw new Error(`${complaint}:\n${`${stdout}${stderr}`.trim().slice(-3000)}`);
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => existsSync(path.join(folder, program)));
}

if (import.meta.main) {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((group) => !(group in NEEDS));
  if (unknown.length > 0) throw new Error(`unknown group: ${unknown.join(', ')}`);
  try {
    ensureSystemPackages(
      asked.length > 0 ? (asked as PackageGroup[]) : (Object.keys(NEEDS) as PackageGroup[]),
    );
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
