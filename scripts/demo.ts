/**
 * `npm run demo`: starts the demo world with the app in front of it where there is a display, else with the
 * terminal front. This file only decides and prepares; demo/main.ts is the demo.
 *
 *   npm run demo                    the app, or the terminal front without a display
 *   npm run demo -- --terminal      the terminal front
 *   npm run demo -- faults          the faults that can be injected; other words go to the demo as they are
 */
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { runInForeground } from './foreground.ts';
import { ensureRuntime, runtimePackages } from './runtime/runtime.ts';
import { ensureSystemPackages } from './system-packages.ts';

const DEMO = path.join(path.dirname(import.meta.dirname), 'demo', 'main.ts');

const args = process.argv.slice(2);
/** A word at the start is a command to a demo that runs already; it needs neither front. */
const isCommand = args[0]?.startsWith('-') === false;

try {
  if (isCommand || args.includes('--terminal') || args.includes('--help')) {
    process.exitCode = await start(args);
  } else if (!hasDisplay()) {
    console.error('No display here: showing Pulse in the terminal.');
    process.exitCode = await start(['--terminal', ...args]);
  } else {
    ensureSystemPackages(runtimePackages());
    const runtime = await ensureRuntime();
    await ensureBuilt();
    process.exitCode = await start(['--app', runtime.executable, ...args], runtime.env);
  }
} catch (error) {
  console.error(`${(error as Error).message}\n\nThe terminal needs none of this: npm run demo -- --terminal`);
  process.exitCode = 1;
}

async function start(demoArgs: string[], env: Record<string, string> = {}): Promise<number> {
  // Editors set this for their own use; with it Electron would start as a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
  return await runInForeground(process.execPath, [DEMO, ...demoArgs], { env: { ...inherited, ...env } });
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
