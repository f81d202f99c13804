/**
 * `npm run package`: packages for users, for the platform that this runs on. Built from the official Electron of
 * package.json, which electron-builder downloads; never from the runtime that tests may have to use. Arguments go to
 * electron-builder: `npm run package -- --dir` leaves out the installers.
 */
import path from 'node:path';
import { build } from './build.ts';
import { runInForeground } from './foreground.ts';

const ROOT = path.dirname(import.meta.dirname);
const ELECTRON_BUILDER = path.join(ROOT, 'node_modules', 'electron-builder', 'cli.js');

// Without the demo, and without anything that only development needs.
process.env.PULSE_BUILD = 'product';
await build();
process.exitCode = await runInForeground(
  process.execPath,
  [ELECTRON_BUILDER, '--publish', 'never', ...process.argv.slice(2)],
  { cwd: ROOT },
);
