/** One PostgreSQL server: make its data folder, start it, stop it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from '../cleanup/guard.ts';
import type { Binaries, Owner } from './binaries.ts';

/** What every server of a world shares. */
export interface Host {
  folder: string;
  binaries: Binaries;
  owner: Owner | undefined;
  guard: Guard;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

export class Server {
  readonly name: string;
  readonly dataFolder: string;
  readonly host: Host;
  port: number;
  #process: ChildProcess | undefined;

  constructor(host: Host, name: string, port: number) {
    this.host = host;
    this.name = name;
    this.port = port;
    this.dataFolder = path.join(host.folder, name);
  }

  get running(): boolean {
    return this.#process !== undefined;
  }

  /** The postmaster's process id. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get logFile(): string {
    return path.join(this.host.folder, `${this.name}.log`);
  }

  async initialise(user: string, password: string): Promise<void> {
    const { binaries, owner, folder } = this.host;
    await mkdir(this.dataFolder, { mode: 0o700 });
    const passwordFile = path.join(folder, 'superuser-password');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (owner !== undefined) {
      await chown(this.dataFolder, owner.uid, owner.gid);
      await chown(passwordFile, owner.uid, owner.gid);
    }
    try {
      await this.#run(binaries.initdb, [
        `--pgdata=${this.dataFolder}`,
        `--username=${user}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--no-locale',
        '--no-sync',
        '--no-data-checksums',
      ]);
    } finally {
      await rm(passwordFile, { force: true });
    }
  }

  /** Starts the server and returns once it accepts connections. */
  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    if (this.#process !== undefined) return;
    const { binaries, owner, folder, guard } = this.host;
    const log = await open(this.logFile, 'a', 0o600);
    const logStart = (await log.stat()).size;
    let exit: string | undefined;
    try {
      const child = spawn(
        binaries.postgres,
        [
          '-D',
          this.dataFolder,
          '-p',
          String(this.port),
          ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        {
          ...owner,
          cwd: folder,
          env: serverEnvironment(),
          stdio: ['ignore', log.fd, log.fd],
          // Its own session: Ctrl-C in a terminal reaches Pulse only, which then stops the server in order.
          detached: true,
          windowsHide: true,
        },
      );
      child.once('error', (error) => {
        exit = error.message;
      });
      child.once('exit', (code, signal) => {
        exit ??= signal ?? `exit code ${code}`;
        if (child.pid !== undefined) guard.gone(child.pid);
        if (this.#process === child) this.#process = undefined;
      });
      if (child.pid !== undefined) guard.watch(child.pid);
      child.unref();
      this.#process = child;
    } finally {
      await log.close();
    }
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await this.#ready())) {
      if (exit !== undefined || Date.now() > deadline) {
        const why = exit === undefined ? 'it was not ready in time' : `it ended (${exit})`;
        if (exit === undefined) await this.stop('immediate');
        const tail = (await readFile(this.logFile, 'utf8').catch(() => ''))
          .slice(logStart)
          .trim()
          .slice(-2000);
        throw new Error(`PostgreSQL (${this.name}) did not start: ${why}.\n${tail}`);
      }
      await sleep(20);
    }
  }

  /** `fast` writes everything down first; `immediate` is for a world that is thrown away or a replica that "crashes". */
  async stop(mode: 'fast' | 'immediate'): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined) return;
    const ended = new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) resolve();
      else child.once('exit', () => resolve());
    });
    if (process.platform === 'win32') {
      const { pg_ctl } = this.host.binaries;
      await this.#run(pg_ctl, ['stop', '-D', this.dataFolder, '-m', mode, '-w']).catch(() => child.kill());
    } else child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    const timeout = AbortSignal.timeout(STOP_TIMEOUT_MS);
    const onTimeout = () => child.kill('SIGKILL');
    timeout.addEventListener('abort', onTimeout);
    child.ref();
    await ended;
    timeout.removeEventListener('abort', onTimeout);
  }

  /** postmaster.pid ends with the server's state; `ready` also stands for a standby that accepts readers. */
  async #ready(): Promise<boolean> {
    const text = await readFile(path.join(this.dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
    const lines = text.split('\n');
    return Number(lines[0]) === this.pid && lines[7]?.trim() === 'ready';
  }

  /** Runs one of PostgreSQL's short-lived programs to its end. */
  async #run(program: string, args: readonly string[]): Promise<void> {
    const { owner, folder, guard } = this.host;
    const child = spawn(program, args, {
      ...owner,
      cwd: folder,
      env: serverEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    if (child.pid !== undefined) guard.watch(child.pid);
    try {
      await new Promise<void>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (code, signal) => {
          if (code === 0) resolve();
          else
            reject(
              new Error(`${path.basename(program)} failed (${signal ?? code}).\n${output.slice(-2000)}`),
            );
        });
      });
    } finally {
      if (child.pid !== undefined) guard.gone(child.pid);
    }
  }
}

/** Writes a file that the server must be able to read. */
export async function writeServerFile(host: Host, file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
  if (host.owner !== undefined) await chown(file, host.owner.uid, host.owner.gid);
}

/** PG* variables of the person's shell must not steer the demo's servers. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' };
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH']) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  return env;
}
