/**
 * The processes and the folder behind a private desktop, and their end: by id in `end()`, or, when the process
 * that owns them dies without a word, by a watchdog that reads its commands from a pipe and acts when it closes.
 */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A shell, because it is there and starts at once. It outlives the signals that end its owner's session. */
const WATCHDOG = `
  trap '' INT TERM HUP QUIT
  while read -r word value; do
    case $word in
      watch) pids="$pids $value" ;;
      released) exit 0 ;;
    esac
  done
  kill $pids 2>/dev/null
  sleep 1
  kill -9 $pids 2>/dev/null
  rm -rf "$1"
`;

const PATIENCE_MS = 3000;

export class Household {
  readonly folder: string;
  readonly #members: ChildProcess[] = [];
  readonly #watchdog: ChildProcess;
  #ended = false;

  constructor(prefix: string) {
    this.folder = mkdtempSync(path.join(os.tmpdir(), prefix));
    this.#watchdog = spawn('sh', ['-c', WATCHDOG, 'watchdog', this.folder], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#watchdog.stdin?.on('error', () => {}); // It was killed; there is nothing to tell it any more.
    // Neither the watchdog nor the members keep their owner running: it may end without a word, too.
    release(this.#watchdog);
  }

  /** Starts a member in a process group of its own, so that Ctrl-C reaches the app before its desktop. */
  start(command: string, args: string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, args, { ...options, detached: true });
    child.on('error', () => {}); // Reported by whoever waits for its first sign of life.
    if (child.pid !== undefined) this.#watchdog.stdin?.write(`watch ${child.pid}\n`);
    release(child);
    this.#members.push(child);
    return child;
  }

  /** Ends the members, last started first, and removes the folder. */
  async end(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    for (const member of this.#members.toReversed()) await endProcess(member);
    rmSync(this.folder, { recursive: true, force: true });
    this.#watchdog.stdin?.end('released\n');
    await exited(this.#watchdog, PATIENCE_MS);
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasExited(child)) return;
  child.kill('SIGTERM');
  if (await exited(child, PATIENCE_MS)) return;
  child.kill('SIGKILL');
  await exited(child, PATIENCE_MS);
}

async function exited(child: ChildProcess, patience: number): Promise<boolean> {
  for (let waited = 0; !hasExited(child) && waited < patience; waited += 10) await sleep(10);
  return hasExited(child);
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function release(child: ChildProcess): void {
  child.unref();
  for (const stream of child.stdio) (stream as { unref?: () => void } | null)?.unref?.();
}
