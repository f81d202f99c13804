/** `npm start`: Pulse as it is in this checkout, on the user's own desktop and data. */
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { runInForeground } from './foreground.ts';
import { ensureRuntime, runtimePackages, sandboxArgs } from './runtime/runtime.ts';
import { ensureSystemPackages } from './system-packages.ts';

ensureSystemPackages(runtimePackages());
const runtime = await ensureRuntime();
await ensureBuilt();
const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
const root = path.dirname(import.meta.dirname);
process.exitCode = await runInForeground(
  runtime.executable,
  [...sandboxArgs(), root, ...process.argv.slice(2)],
  {
    env: { ...inherited, ...runtime.env },
  },
);
