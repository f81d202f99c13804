/**
 * The world's side of the watchdog: a small detached process that holds a pipe to this one. When this process
 * ends, however it ends, the pipe closes and the watchdog ends the servers and removes the folder.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const WATCHDOG = fileURLToPath(new URL('./watchdog.ts', import.meta.url));

export class Guard {
  readonly #folder: string;
  readonly #pids = new Set<number>();
  #child: ChildProcess | undefined;
  #released = false;

  constructor(folder: string) {
    this.#folder = folder;
    this.#open();
  }

  /** The watchdog's own process id. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** A process to end should this one die. */
  watch(pid: number): void {
    this.#pids.add(pid);
    this.#say(`watch ${pid}`);
  }

  gone(pid: number): void {
    this.#pids.delete(pid);
    this.#say(`gone ${pid}`);
  }

  /** Everything is gone in good order: the watchdog has nothing left to do. Resolves when it has ended. */
  async release(): Promise<void> {
    this.#released = true;
    const child = this.#child;
    if (child === undefined) return;
    child.ref();
    const ended = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
    child.stdin?.end('released\n');
    await ended;
  }

  #open(): void {
    const child = spawn(process.execPath, ['--no-warnings', WATCHDOG, this.#folder], {
      cwd: path.parse(this.#folder).root,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: watchdogEnvironment(),
      windowsHide: true,
    });
    this.#child = child;
    child.unref();
    // The pipe must not keep a finished program alive.
    (child.stdin as { unref?: () => void } | null)?.unref?.();
    child.stdin?.on('error', () => {});
    child.once('error', () => {});
    child.once('exit', () => {
      if (!this.#released && this.#child === child) this.#open();
    });
    for (const pid of this.#pids) this.#say(`watch ${pid}`);
  }

  #say(line: string): void {
    this.#child?.stdin?.write(`${line}\n`);
  }
}

function watchdogEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const name of ['PATH', 'SystemRoot', 'ELECTRON_RUN_AS_NODE']) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  return env;
}
