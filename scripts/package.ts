/**
 * `npm run package`: packages for users, for the platform that this runs on. Built from the official Electron of
 * package.json, which electron-builder downloads; never from the runtime that tests may have to use. Arguments go to
 * electron-builder: `npm run package -- --dir` leaves out the installers.
 */
import path from 'node:path';
import { runInForeground } from './foreground.ts';

const ROOT = path.dirname(import.meta.dirname);
const tool = (...parts: string[]) => path.join(ROOT, 'node_modules', ...parts);

// Without the demo, and without anything that only development needs.
const env = { ...process.env, PULSE_BUILD: 'product' };
const built = await runInForeground(
  process.execPath,
  [tool('electron-vite', 'bin', 'electron-vite.js'), 'build'],
  {
    cwd: ROOT,
    env,
  },
);
process.exitCode =
  built ||
  (await runInForeground(
    process.execPath,
    [tool('electron-builder', 'cli.js'), '--publish', 'never', ...process.argv.slice(2)],
    {
      cwd: ROOT,
      env,
    },
  ));
