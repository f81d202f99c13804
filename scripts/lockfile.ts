/**
 * Completes package-lock.json after an `npm install` against a registry that mirrors only some platforms.
 *
 * npm leaves an optional package that it cannot look up out of the lock file, and `npm ci` then refuses that lock
 * file everywhere, also where the package exists and is needed. The version is known all the same: whoever wants
 * such a platform package pins it exactly. Integrity is not known and is left to npm.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FILE = path.join(path.dirname(import.meta.dirname), 'package-lock.json');

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

interface Entry {
  version?: string;
  optionalDependencies?: Record<string, string>;
  [field: string]: unknown;
}

const lock = JSON.parse(readFileSync(FILE, 'utf8')) as { packages: Record<string, Entry> };
const added: string[] = [];
for (const [parent, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] || lock.packages[`${parent}/${place}`]) continue;
    lock.packages[place] = { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true };
    added.push(`${name}@${version}`);
  }
}
const [root = '', ...places] = Object.keys(lock.packages);
const sorted = places.toSorted((a, b) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries([root, ...sorted].map((place) => [place, lock.packages[place] as Entry]));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(
  added.length === 0 ? 'The lock file is complete.' : `Added ${added.length}:\n${added.join('\n')}`,
);

/** From the name, which is all there is to go by; npm skips what is not for the machine it runs on. */
function platformOf(name: string): Entry {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined) throw new Error(`${name} is missing, and its name does not tell its platform`);
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc && os === 'linux' ? { libc: [libc] } : {}),
    os: [os],
  };
}
