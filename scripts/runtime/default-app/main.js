/**
 * What Electron's own default app does, for a runtime that came without it: take the app folder from the command
 * line, give Electron its name, version and path, then load its entry. An ES module with a top-level await, as
 * the original is: Electron holds back `ready` until the app's entry has run.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);

let target;
const preloads = [];
for (let at = 1; at < process.argv.length && target === undefined; at++) {
  const argument = process.argv[at];
  if (argument === '-r' || argument === '--require') preloads.push(process.argv[++at]);
  else if (!argument.startsWith('-')) target = path.resolve(argument);
}

for (const preload of preloads) require(preload);

if (target === undefined) {
  console.error('usage: electron [switches] <app folder> [arguments]');
  app.exit(1);
} else {
  try {
    Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
    const manifest = readManifest(target);
    if (manifest) {
      if (manifest.version) app.setVersion(manifest.version);
      if (manifest.productName || manifest.name) app.setName(manifest.productName || manifest.name);
      app.setDesktopName?.(manifest.desktopName ?? `${app.getName()}.desktop`);
      app.setAppPath(target);
    }
    await import(pathToFileURL(require.resolve(target)).href);
  } catch (error) {
    // The original opens a dialog here and waits for a click, which would hang a test.
    console.error('App threw an error during load');
    console.error(error);
    app.exit(1);
  }
}

function readManifest(folder) {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  }
}
