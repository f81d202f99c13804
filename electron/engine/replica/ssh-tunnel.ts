import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { readSshHost } from '../../../shared/ssh-host.ts';
import type { ReplicaError } from './errors.ts';
import { type Behind, sshFailure, sshMissing, sshSilent } from './ssh-words.ts';

/** Reaching the SSH host, proving whose it is and logging in there may take this long. */
export const SSH_TIMEOUT_MS = 10_000;
/** A tunnel into nowhere is noticed after three of them. */
const ALIVE_SECONDS = 30;
/** What ssh said last; a banner may come before it. */
const MOST_HEARD = 8_192;
/** Outside of Windows, ssh leads a group of its own, with whatever its configuration starts. */
const GROUPED = process.platform !== 'win32';

/**
 * What ssh is told. Keys, known hosts, jumps and aliases are the person's own configuration's; whatever in it would
 * ask, listen, stay behind or write into the stream is switched off.
 */
export function sshArguments({ host, port, sshHost }: Behind): string[] {
  const place = readSshHost(sshHost);
  if (place === null) throw new TypeError('This is no SSH host.');
  const options = {
    BatchMode: 'yes',
    ConnectTimeout: SSH_TIMEOUT_MS / 1_000,
    ServerAliveInterval: ALIVE_SECONDS,
    ServerAliveCountMax: 3,
    // By default so with -W, unless the configuration says otherwise.
    ExitOnForwardFailure: 'yes',
    ClearAllForwardings: 'yes',
    // A connection that is shared already may be used; one of Pulse's own must not stay behind.
    ControlMaster: 'no',
    PermitLocalCommand: 'no',
    RemoteCommand: 'none',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    // Says when it has logged in, and why it ended.
    LogLevel: 'VERBOSE',
  };
  return [
    '-T',
    ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...(place.port === null ? [] : ['-p', String(place.port)]),
    ...(place.user === null ? [] : ['-l', place.user]),
    '-W',
    host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`,
    '--',
    place.host,
  ];
}

/**
 * The way to a server through the person's own `ssh`, as a socket of it: what is written goes to the server, what is
 * read comes from there. It ends with the `ReplicaError` that says why when ssh does not get there or breaks.
 */
export class SshTunnel extends Duplex {
  /** Whether the SSH host has let us in. */
  up = false;
  readonly #to: Behind;
  #ssh: ChildProcessWithoutNullStreams | null = null;
  #heard = '';

  constructor(to: Behind) {
    super({ allowHalfOpen: false });
    this.#to = to;
  }

  /** Starts ssh. Where to is said already; the driver says it again. Emits `connect`, and `up` once logged in. */
  connect(): this {
    const { SSH_ASKPASS: _unused, ...env } = process.env;
    const ssh = spawn('ssh', sshArguments(this.#to), {
      // ssh's own words are told apart, and a jump host's ssh, which hears nothing of BatchMode, must not ask either.
      env: { ...env, LC_ALL: 'C', SSH_ASKPASS_REQUIRE: 'never' },
      // Without a terminal there is nobody to ask, and Ctrl-C there does not cut the way that a cancel has to go.
      detached: GROUPED,
      windowsHide: true,
    });
    this.#ssh = ssh;
    ssh.once('spawn', () => {
      alive.add(this);
      this.emit('connect');
    });
    ssh.once('exit', () => alive.delete(this));
    ssh.on('error', (cause) => this.destroy(sshMissing(this.#to, cause)));
    ssh.once('close', (code) => this.#ended(code));
    ssh.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) ssh.stdout.pause();
    });
    ssh.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    // What became of them is said when it ends.
    for (const pipe of [ssh.stdin, ssh.stdout, ssh.stderr]) pipe.on('error', () => {});
    return this;
  }

  /** What a driver tells a socket. ssh sends at once, and asks by itself whether the other end is there. */
  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  /** What there is to say of a failure that may be the way's own. Null: it is not. */
  explain(error: unknown): ReplicaError | null {
    const late = error instanceof Error && /timeout expired|timed out/i.test(error.message);
    return late && !this.up ? sshSilent(this.#to) : null;
  }

  override _read(): void {
    this.#ssh?.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#ssh?.stdin.write(chunk, () => done());
  }

  override _final(done: () => void): void {
    if (this.#ssh && !this.#ssh.stdin.destroyed) this.#ssh.stdin.end(() => done());
    else done();
  }

  /** Closed is it when ssh is gone: not before TLS over it has said why it gave up. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.kill()) this.#ssh?.once('exit', () => setImmediate(done, error));
    else done(error);
    this.#ssh?.stdout.destroy();
  }

  /** Ends ssh and what it has started, at once, whatever they do. False when they have ended already. */
  kill(): boolean {
    const ssh = this.#ssh;
    if (ssh?.pid === undefined || ssh.exitCode !== null || ssh.signalCode !== null) return false;
    try {
      if (GROUPED) process.kill(-ssh.pid, 'SIGKILL');
      else ssh.kill();
    } catch {
      // It has ended this very moment.
    }
    return true;
  }

  #hear(text: string): void {
    this.#heard = (this.#heard + text).slice(-MOST_HEARD);
    if (this.up || !/^Authenticated to /m.test(this.#heard)) return;
    this.up = true;
    this.emit('up');
  }

  #ended(code: number | null): void {
    if (this.destroyed) return;
    // The server has hung up, or we have.
    if (code === 0 || this.writableEnded) this.push(null);
    else this.destroy(sshFailure(this.#heard, this.#to, this.up));
  }
}

const alive = new Set<SshTunnel>();

/** A Pulse that ends in a hurry leaves no ssh behind. One that is killed closes its end, and ssh follows. */
process.on('exit', () => {
  for (const tunnel of alive) tunnel.kill();
});
