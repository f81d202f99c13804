/**
 * A desktop of its own for tests, benches and screenshots: an X server without a screen, a window manager, a
 * session bus, and a notification daemon that tells what it shows. Nothing of the user's own session is touched, several can run at
 * once, and nothing is left when the process that started one dies.
 */
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Household } from './desktop/household.ts';
import { dunstConfig, NotificationParser, type ShownNotification } from './desktop/notifications.ts';
import { busConfig, MENU_SCRIPT, WINDOW_MANAGER_CONFIG, xauthority } from './desktop/session-files.ts';
import { run } from './runtime/run.ts';

export type { ShownNotification } from './desktop/notifications.ts';

const START_TIMEOUT_MS = 15_000;
const LOG = 'notifications.jsonl';

export interface DesktopOptions {
  width?: number;
  height?: number;
}

/** A running desktop, as seen by the process that started it or by any of its children. */
export class Desktop {
  /** For the processes that shall appear on it. */
  readonly env: Record<string, string>;
  readonly #folder: string;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(env: Record<string, string>, folder: string) {
    this.env = env;
    this.#folder = folder;
  }

  /** Everything shown since the desktop started, oldest first. */
  get notifications(): ShownNotification[] {
    const lines = readFileSync(path.join(this.#folder, LOG), 'utf8').split('\n');
    return lines.slice(0, -1).map((line) => JSON.parse(line) as ShownNotification);
  }

  /** Yields every notification from now on, until the signal is given. */
  async *watch(signal?: AbortSignal): AsyncGenerator<ShownNotification> {
    let seen = this.notifications.length;
    while (!signal?.aborted) {
      const fresh = this.notifications.slice(seen);
      seen += fresh.length;
      yield* fresh;
      await sleep(25);
    }
  }

  /** The first notification, already shown or still to come, that fits. */
  async waitForNotification(
    fits: (notification: ShownNotification) => boolean,
    timeoutMs = 10_000,
  ): Promise<ShownNotification> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = this.notifications.find(fits);
      if (found) return found;
      if (Date.now() > deadline) {
        const shown = this.notifications.map(({ summary }) => summary);
        throw new Error(
          `No such notification within ${timeoutMs} ms. Shown so far: ${JSON.stringify(shown)}`,
        );
      }
      await sleep(25);
    }
  }

  /** What a user's click does: `default` is the notification itself, other keys are its buttons. */
  async invokeAction(id: number, key = 'default'): Promise<void> {
    const invoked = this.#turn.then(() => this.#pick(id, key));
    this.#turn = invoked.catch(() => {});
    await invoked;
  }

  async closeAllNotifications(): Promise<void> {
    await run('dunstctl', ['close-all'], { env: { ...process.env, ...this.env } });
  }

  /** dunst offers all actions of all its notifications in a menu program; ours chooses the wanted one. */
  async #pick(id: number, key: string): Promise<void> {
    const picked = path.join(this.#folder, 'picked');
    rmSync(picked, { force: true });
    writeFileSync(path.join(this.#folder, 'want'), `${id},${key}`);
    for (let waited = 0; !existsSync(picked) && waited < 3000; waited += 10) {
      // Asked again, because dunst drops the request while its last menu is still being put away.
      if (waited % 250 === 0) await run('dunstctl', ['context'], { env: { ...process.env, ...this.env } });
      await sleep(10);
    }
    if (!existsSync(picked) || readFileSync(picked, 'utf8') === '') {
      throw new Error(`Notification ${id} is not on the screen or has no action '${key}'.`);
    }
  }
}

/** The desktop this process was started on (by `scripts/e2e.ts`), or null when it was not. */
export function joinDesktop(env: NodeJS.ProcessEnv = process.env): Desktop | null {
  const folder = env.PULSE_DESKTOP;
  if (!folder) return null;
  const names = ['PULSE_DESKTOP', ...Object.keys(sessionEnv('', folder))];
  return new Desktop(Object.fromEntries(names.map((name) => [name, env[name] ?? ''])), folder);
}

export class PrivateDesktop extends Desktop {
  readonly #household: Household;

  constructor(env: Record<string, string>, household: Household) {
    super(env, household.folder);
    this.#household = household;
  }

  async stop(): Promise<void> {
    await this.#household.end();
  }
}

export async function startDesktop({
  width = 1440,
  height = 900,
}: DesktopOptions = {}): Promise<PrivateDesktop> {
  const household = new Household('pulse-desktop-');
  try {
    const { folder } = household;
    mkdirSync(path.join(folder, 'run'), { mode: 0o700 });
    writeFileSync(path.join(folder, 'xauthority'), xauthority(), { mode: 0o600 });
    writeFileSync(path.join(folder, 'bus.conf'), busConfig(path.join(folder, 'bus')));
    writeFileSync(path.join(folder, 'menu'), MENU_SCRIPT, { mode: 0o755 });
    writeFileSync(path.join(folder, 'dunstrc'), dunstConfig('./menu'));
    writeFileSync(path.join(folder, 'jwmrc'), WINDOW_MANAGER_CONFIG);
    writeFileSync(path.join(folder, LOG), '');
    const [display] = await Promise.all([startDisplay(household, width, height), startBus(household)]);
    const env = sessionEnv(display, folder);
    household.start('jwm', ['-f', 'jwmrc'], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    await startNotificationDaemon(household, env);
    return new PrivateDesktop(env, household);
  } catch (error) {
    await household.end();
    throw error;
  }
}

/** Set even where empty, so that nothing of a real session shines through. */
function sessionEnv(display: string, folder: string): Record<string, string> {
  return {
    PULSE_DESKTOP: folder,
    DISPLAY: display,
    XAUTHORITY: path.join(folder, 'xauthority'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${path.join(folder, 'bus')}`,
    XDG_RUNTIME_DIR: path.join(folder, 'run'),
    XDG_SESSION_TYPE: 'x11',
    XDG_CURRENT_DESKTOP: '',
    WAYLAND_DISPLAY: '',
    NO_AT_BRIDGE: '1',
  };
}

async function startDisplay(household: Household, width: number, height: number): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-dpi', '96', '-nolisten', 'tcp'];
  const auth = ['-auth', path.join(household.folder, 'xauthority')];
  const server = household.start('Xvfb', [...args, ...auth, '-noreset'], {
    cwd: household.folder,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const number = await firstSign(server, 3, /^(\d+)\n/);
  return `:${number}`;
}

async function startBus(household: Household): Promise<void> {
  const bus = household.start(
    'dbus-daemon',
    [`--config-file=${path.join(household.folder, 'bus.conf')}`, '--nofork', '--print-address=3'],
    { cwd: household.folder, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  await firstSign(bus, 3, /^(unix:.*)\n/);
}

async function startNotificationDaemon(household: Household, env: Record<string, string>): Promise<void> {
  const daemon = household.start('dunst', ['-conf', 'dunstrc', '-print'], {
    cwd: household.folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parser = new NotificationParser();
  daemon.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const shown = parser.push(text).map((notification) => `${JSON.stringify(notification)}\n`);
    appendFileSync(path.join(household.folder, LOG), shown.join(''));
  });
  const complaint = collect(daemon, 2);
  const question = [
    '--session',
    '--dest=org.freedesktop.DBus',
    '--type=method_call',
    '--print-reply=literal',
  ];
  const asked = ['/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner'];
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const owned = run('dbus-send', [...question, ...asked, 'string:org.freedesktop.Notifications'], {
      env: { ...process.env, ...env },
    });
    if ((await owned).includes('true')) return;
    if (daemon.exitCode !== null || Date.now() > deadline)
      throw new Error(`dunst did not start: ${complaint()}`);
    await sleep(20);
  }
}

/** Waits for the line by which a server says that it is ready, on the given file descriptor. */
async function firstSign(child: ChildProcess, descriptor: number, sign: RegExp): Promise<string> {
  const complaint = collect(child, 2);
  const said = collect(child, descriptor);
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const found = sign.exec(said())?.[1];
    if (found !== undefined) return found;
    if (failure || child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      const reason = failure?.message ?? complaint().trim();
      throw new Error(
        `${child.spawnfile} did not start: ${reason} (see \`node scripts/system-packages.ts\`)`,
      );
    }
    await sleep(10);
  }
}

/** Keeps reading, so the child never blocks on a full pipe; answers with the end of what it said. */
function collect(child: ChildProcess, descriptor: number): () => string {
  let text = '';
  const stream = child.stdio[descriptor] as NodeJS.ReadableStream | null | undefined;
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000);
  });
  return () => text;
}
