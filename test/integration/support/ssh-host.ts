import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../demo/postgres/ports.ts';
import { eventually } from './replica-kit.ts';

const FOLDERS = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin'];
const program = (name: string) =>
  FOLDERS.map((folder) => path.join(folder, name)).find((file) => existsSync(file));

/** Whether this machine can be its own SSH host. scripts/test.ts installs what is missing, where that harms nobody. */
export function canBeSshHost(): boolean {
  return process.platform === 'linux' && ['ssh', 'sshd', 'ssh-keygen'].every(program) && !isLocked();
}

/** No sshd lets anybody into an account that is. */
function isLocked(): boolean {
  if (process.getuid?.() !== 0) return false;
  return new RegExp(`^${userInfo().username}:!`, 'm').test(readFileSync('/etc/shadow', 'utf8'));
}

/** Names of SSH hosts that are one and the same, but for how it is gone to. */
const ALIASES: Record<string, Record<string, string>> = {
  bastion: {},
  'other-bastion': {},
  stranger: { UserKnownHostsFile: '/dev/null' },
  impostor: { UserKnownHostsFile: 'known-others' },
  'no-key': { IdentityFile: 'missing' },
  'sealed-key': { IdentityFile: 'sealed' },
  restricted: { IdentityFile: 'restricted' },
  nowhere: { HostName: 'bastion.invalid' },
  closed: { Port: '1' },
};

/**
 * A real sshd on loopback, in a temporary folder, and an `ssh` first on the PATH that knows nothing but it: no file of
 * whoever runs the tests is read or written.
 */
export class SshHost {
  readonly port: number;
  readonly #folder: string;
  readonly #pathBefore = process.env.PATH;
  #sshd: ChildProcess | null = null;

  static async start(): Promise<SshHost> {
    const host = new SshHost(mkdtempSync(path.join(tmpdir(), 'pulse-ssh-test-')), await freePort());
    host.#prepare();
    await host.up();
    return host;
  }

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  /** How often ssh was started. */
  get starts(): number {
    const log = this.#file('starts');
    return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length : 0;
  }

  /** Processes of ssh that go through this host, also those that it started itself. */
  running(): number {
    const mine = `-F\0${this.#file('config')}\0`;
    return processes().filter((pid) => readProcess(pid, 'cmdline').includes(mine)).length;
  }

  async up(): Promise<void> {
    const sshd = spawn(program('sshd') ?? 'sshd', ['-D', '-e', '-f', this.#file('sshd_config')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    sshd.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    this.#sshd = sshd;
    await eventually(async () => {
      if (sshd.exitCode !== null) throw new Error(`sshd has ended: ${said}`);
      return said.includes('Server listening');
    });
  }

  /** Ends sshd and everybody's way through it, without a word. */
  async down(): Promise<void> {
    const sshd = this.#sshd;
    this.#sshd = null;
    if (!sshd?.pid) return;
    for (const pid of [...descendants(sshd.pid), sshd.pid]) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It went with another.
      }
    }
    if (sshd.exitCode === null && sshd.signalCode === null) await once(sshd, 'exit');
  }

  async stop(): Promise<void> {
    process.env.PATH = this.#pathBefore;
    await this.down();
    rmSync(this.#folder, { recursive: true });
  }

  #file(name: string): string {
    return path.join(this.#folder, name);
  }

  #prepare(): void {
    const keygen = program('ssh-keygen') ?? 'ssh-keygen';
    for (const [name, passphrase] of Object.entries({
      host: '',
      key: '',
      restricted: '',
      sealed: 'a secret',
    })) {
      execFileSync(keygen, ['-q', '-t', 'ed25519', '-N', passphrase, '-C', '', '-f', this.#file(name)]);
    }
    const publicKey = (name: string) => readFileSync(`${this.#file(name)}.pub`, 'utf8').trim();
    const write = (name: string, lines: string[], mode = 0o600) =>
      writeFileSync(this.#file(name), `${lines.join('\n')}\n`, { mode });
    write('authorized_keys', [publicKey('key'), publicKey('sealed'), `restrict ${publicKey('restricted')}`]);
    write('known', [`[127.0.0.1]:${this.port} ${publicKey('host')}`]);
    write('known-others', [`[127.0.0.1]:${this.port} ${publicKey('key')}`]);
    write('sshd_config', [
      'ListenAddress 127.0.0.1',
      `Port ${this.port}`,
      `HostKey ${this.#file('host')}`,
      `AuthorizedKeysFile ${this.#file('authorized_keys')}`,
      'PidFile none',
      // The folder of temporary files is everybody's.
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
    ]);
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    // Newer ones make whoever fails to log in wait.
    write('lenient', [readFileSync(this.#file('sshd_config'), 'utf8'), 'PerSourcePenalties no']);
    if (accepts(this.#file('lenient'))) write('sshd_config', [readFileSync(this.#file('lenient'), 'utf8')]);
    write('config', [...Object.entries(ALIASES).flatMap(([alias, own]) => this.#alias(alias, own))]);
    mkdirSync(this.#file('bin'));
    const ssh = `exec '${program('ssh')}' -F '${this.#file('config')}' "$@"`;
    write('bin/ssh', ['#!/bin/sh', `echo "$@" >> '${this.#file('starts')}'`, ssh], 0o755);
    process.env.PATH = `${this.#file('bin')}${path.delimiter}${this.#pathBefore}`;
  }

  #alias(alias: string, own: Record<string, string>): string[] {
    const settings = {
      HostName: '127.0.0.1',
      Port: String(this.port),
      User: userInfo().username,
      IdentityFile: 'key',
      IdentitiesOnly: 'yes',
      IdentityAgent: 'none',
      UserKnownHostsFile: 'known',
      GlobalKnownHostsFile: '/dev/null',
      ...own,
    };
    const files = new Set(['IdentityFile', 'UserKnownHostsFile']);
    return [
      `Host ${alias}`,
      ...Object.entries(settings).map(([name, value]) =>
        files.has(name) ? `  ${name} ${path.resolve(this.#folder, value)}` : `  ${name} ${value}`,
      ),
    ];
  }
}

function accepts(config: string): boolean {
  try {
    execFileSync(program('sshd') ?? 'sshd', ['-t', '-f', config], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Empty when it has ended. */
function readProcess(pid: number, file: 'cmdline' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function descendants(pid: number): number[] {
  // After the name in brackets: its state, then its parent.
  const parentOf = (child: number) => Number(readProcess(child, 'stat').split(') ').at(-1)?.split(' ')[1]);
  return processes()
    .filter((child) => parentOf(child) === pid)
    .flatMap((child) => [child, ...descendants(child)]);
}
