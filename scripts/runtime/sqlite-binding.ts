/**
 * better-sqlite3 ships binaries for Node-API 10; the registry Electron speaks Node-API 9 and aborts on them.
 * This compiles the same sources with the calls it uses marked as experimental, under which that Electron already
 * has them. The compiler is called directly: the sources are two files, and node-gyp would want Python, make and
 * Node's headers.
 */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cached } from './cache.ts';
import { run } from './run.ts';

const require = createRequire(import.meta.url);

const PREAMBLE = path.join(import.meta.dirname, 'node-api-9.hpp');
const COMMON = ['-c', '-O2', '-fPIC', '-DNDEBUG'];
const ADDON = [
  ...COMMON,
  '-std=c++20',
  '-fno-exceptions',
  '-fno-rtti',
  '-fvisibility=hidden',
  '-fvisibility-inlines-hidden',
  '-DBUILDING_NODE_EXTENSION',
  '-DNAPI_DISABLE_CPP_EXCEPTIONS',
  '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
];
const SQLITE = [...COMMON, '-std=c99', '-w'];
const LINK = ['-shared', '-O2', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-ldl', '-lpthread', '-lm'];

/** Run in the runtime that the binding is for before the binding enters the cache: a wrong one aborts here. */
const PROOF = `
  const [library, nativeBinding] = process.argv.slice(1);
  const database = new (require(library))(':memory:', { nativeBinding });
  for (let i = 0; i < 2000; i++) {
    if (database.prepare('SELECT ? + 2 AS n').get(i).n !== i + 2) throw new Error('wrong answer');
    if (i % 500 === 0) gc();
  }
`;

/** Returns the path of a `.node` file for better-sqlite3's `nativeBinding` option. */
export async function ensureSqliteBinding(electron: string): Promise<string> {
  const library = packageAt(require, 'better-sqlite3');
  const addonApi = packageAt(createRequire(path.join(library.folder, 'package.json')), 'node-addon-api');
  const headers = packageAt(require, 'node-api-headers');
  const defines = sqliteDefines(path.join(library.folder, 'deps', 'defines.gypi'));
  const recipe = {
    versions: [library.version, addonApi.version, headers.version],
    flags: [ADDON, SQLITE, defines, LINK],
    preamble: readFileSync(PREAMBLE, 'utf8'),
  };
  const folder = await cached(`better-sqlite3-${library.version}-napi9`, recipe, async (target) => {
    console.error('Compiling better-sqlite3 for the registry Electron (about a minute, once) …');
    const sqlite = path.join(library.folder, 'deps', 'sqlite3');
    const addonObject = path.join(target, 'addon.o');
    const sqliteObject = path.join(target, 'sqlite3.o');
    const binding = path.join(target, 'better_sqlite3.node');
    const includes = [path.join(headers.folder, 'include'), addonApi.folder, sqlite].map((at) => `-I${at}`);
    const addonSource = path.join(library.folder, 'src', 'better_sqlite3.cpp');
    await compile([...ADDON, ...includes, '-include', PREAMBLE, addonSource, '-o', addonObject]);
    await compile(['-x', 'c', ...SQLITE, ...defines, path.join(sqlite, 'sqlite3.c'), '-o', sqliteObject]);
    await compile([addonObject, sqliteObject, '-o', binding, ...LINK]);
    await Promise.all([rm(addonObject), rm(sqliteObject)]);
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    await run(electron, ['--expose-gc', '-e', PROOF, library.folder, binding], { env });
  });
  return path.join(folder, 'better_sqlite3.node');
}

async function compile(args: string[]): Promise<void> {
  try {
    await run('g++', args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('A C++ compiler is needed: install g++ (`node scripts/system-packages.ts` tells how).');
  }
}

/** The options SQLite is compiled with upstream, so that both bindings behave alike. */
function sqliteDefines(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g);
  const defines = [...found].map((match) => `-D${match[1]}`);
  if (!defines.includes('-DSQLITE_ENABLE_FTS5')) throw new Error(`${file} does not read as expected`);
  return defines;
}

function packageAt(from: NodeJS.Require, name: string): { folder: string; version: string } {
  const file = from.resolve(`${name}/package.json`);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return { folder: path.dirname(file), version };
}
