/**
 * `npm run test:e2e`: the app as users have it, driven by Playwright on a private desktop. Arguments go to
 * Playwright. Tests find the runtime in PULSE_ELECTRON and the desktop through `joinDesktop()`.
 */
import path from 'node:path';
import { ensureBuilt } from './build.ts';
import { startDesktop } from './desktop.ts';
import { runInForeground } from './foreground.ts';
import { ensureRuntime, runtimePackages } from './runtime/runtime.ts';
import { ensureSystemPackages } from './system-packages.ts';

const ROOT = path.dirname(import.meta.dirname);
const PLAYWRIGHT = path.join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js');

/** `extraEnv` is for the runner, such as where a reporter writes. */
export async function runE2e(args: string[], extraEnv: Record<string, string> = {}): Promise<number> {
  ensureSystemPackages([...runtimePackages(), 'desktop']);
  const runtime = await ensureRuntime();
  await ensureBuilt();
  // Elsewhere than on Linux there is no private desktop: windows open on the user's own.
  const desktop = process.platform === 'linux' ? await startDesktop() : null;
  try {
    const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
    const env = { ...inherited, ...runtime.env, ...desktop?.env, ...extraEnv };
    const config = path.join('test', 'e2e', 'playwright.config.ts');
    return await runInForeground(process.execPath, [PLAYWRIGHT, 'test', '-c', config, ...args], {
      cwd: ROOT,
      env,
    });
  } finally {
    await desktop?.stop();
  }
}

if (import.meta.main) process.exitCode = await runE2e(process.argv.slice(2));
