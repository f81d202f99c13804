/** What is shown once the demo world is up: the app's window, or Pulse in the terminal. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { ControlAddress } from './control-client.ts';
import type { DemoWorld } from './world.ts';

export interface FrontOptions {
  /** `--terminal`: no window. */
  terminal: boolean;
  /** `--app <executable>`: the Electron to start the app with. */
  app: string | undefined;
  /** For the environment of the process that is started, so that it can break and heal things. */
  control: ControlAddress;
  /** Aborted by Ctrl-C: end what was started, then return. */
  signal: AbortSignal;
}

const ROOT = path.dirname(import.meta.dirname);
const CONNECTION_NAME = 'Demo replica';
/** A front that does not end by itself when asked is ended after this long. */
const PATIENCE_MS = 10_000;

/**
 * Starts the app or the terminal front against the standby, with a data folder inside the world's own. Resolves
 * with its exit code when it has ended, by itself or because the signal was aborted; the caller then ends the world.
 */
export function runFront(
  world: DemoWorld,
  { terminal, app, control, signal }: FrontOptions,
): Promise<number> {
  const command = app === undefined || terminal ? terminalFront(world) : windowFront(world, app, control);
  return untilEnded(world, command, signal);
}

export interface FrontCommand {
  executable: string;
  args: string[];
  env: Record<string, string>;
  /** The terminal front speaks for itself; of the app's log only what went wrong is worth a line here. */
  speaks: boolean;
}

function terminalFront(world: DemoWorld): FrontCommand {
  const main = path.join(ROOT, 'electron', 'cli', 'main.ts');
  const connection = ['--connection', world.analyst.urlFor('standby'), '--name', CONNECTION_NAME];
  const args = [main, 'watch', ...connection, '--add', 'all', '--data', dataFolder(world)];
  return { executable: process.execPath, args, env: {}, speaks: true };
}

/** How the app is started in front of a demo world. */
export function windowFront(world: DemoWorld, executable: string, control: ControlAddress): FrontCommand {
  // Chromium's sandbox refuses to run as root, which containers often are. Only the demo ever asks for this.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return {
    executable,
    args: [...(asRoot ? ['--no-sandbox'] : []), ROOT],
    speaks: false,
    env: {
      PULSE_DATA_DIR: dataFolder(world),
      PULSE_DEMO_CONTROL: JSON.stringify(control),
      PULSE_DEMO_CONNECTION: world.analyst.urlFor('standby'),
      PULSE_DEMO_CONNECTION_NAME: CONNECTION_NAME,
    },
  };
}

/** Inside the world's folder, so that it goes with it. */
function dataFolder(world: DemoWorld): string {
  return path.join(world.folder, 'pulse');
}

function untilEnded(
  world: DemoWorld,
  { executable, args, env, speaks }: FrontCommand,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, {
      stdio: speaks ? 'inherit' : ['inherit', 'ignore', 'pipe'],
      env: { ...process.env, ...env },
    });
    if (child.stderr) createInterface(child.stderr).on('line', tellErrors);
    if (child.pid !== undefined) world.adopt(child.pid);
    let impatient: NodeJS.Timeout | undefined;
    const end = () => {
      // Ctrl-C in a terminal reached the front as well; a second request does no harm.
      child.kill('SIGTERM');
      impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    };
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(impatient);
      signal.removeEventListener('abort', end);
      resolve(code ?? 1);
    });
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

/** Pino's number for `error`. */
const ERROR_LEVEL = 50;

/** Chromium and the desktop's libraries mutter a lot; the app's own errors are JSON lines. */
function tellErrors(line: string): void {
  if (!line.startsWith('{')) return;
  try {
    const { level, msg } = JSON.parse(line) as { level: number; msg: string };
    if (level >= ERROR_LEVEL) process.stderr.write(`Pulse: ${msg}\n`);
  } catch {
    // Not one of our lines after all.
  }
}
