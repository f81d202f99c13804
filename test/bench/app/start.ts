import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { treeOf } from './process-tree.ts';
import { DebugSession } from './protocol.ts';

const START_WITHIN_MS = 60_000;
const QUIT_WITHIN_MS = 15_000;

/** A started Electron app, as its user would start it but for two debugging ports, which nobody listens to at first. */
export interface Started {
  /** When it was started, UTC milliseconds. */
  at: number;
  pids(): number[];
  /** The one page. Close it when a measurement must not feel it. */
  page(): Promise<DebugSession>;
  /** The main process. */
  main(): Promise<DebugSession>;
  quit(): Promise<void>;
}

export function startApp(executable: string, args: string[], env: Record<string, string>): Started {
  const at = Date.now();
  const child = spawn(executable, ['--remote-debugging-port=0', '--inspect=0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ports = listeningPorts(child);
  return {
    at,
    pids: () => treeOf(child.pid ?? 0),
    page: async () =>
      DebugSession.connect(await pageUrl((await ports.page).replace(/^ws:\/\/([^/]+).*$/, '$1'))),
    main: async () => DebugSession.connect(await ports.main),
    quit: () => quit(child),
  };
}

/** Both are said on the error stream, in a line each. */
function listeningPorts(child: ChildProcess): { page: Promise<string>; main: Promise<string> } {
  const page = Promise.withResolvers<string>();
  const main = Promise.withResolvers<string>();
  const tooLate = setTimeout(() => {
    for (const each of [page, main]) each.reject(new Error('The app did not say where it can be debugged.'));
  }, START_WITHIN_MS);
  if (child.stderr) {
    createInterface(child.stderr).on('line', (line) => {
      const [, kind, url] = /^(DevTools|Debugger) listening on (ws:\S+)/.exec(line) ?? [];
      if (kind === 'DevTools' && url) page.resolve(url);
      if (kind === 'Debugger' && url) main.resolve(url);
      if (line.startsWith('{') && JSON.parse(line).level >= 50) console.error(line);
    });
  }
  void Promise.allSettled([page.promise, main.promise]).then(() => clearTimeout(tooLate));
  return { page: page.promise, main: main.promise };
}

async function pageUrl(host: string): Promise<string> {
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    const targets = (await (await fetch(`http://${host}/json/list`)).json()) as {
      type: string;
      url: string;
      webSocketDebuggerUrl: string;
    }[];
    // Before it has its page, the window has an empty one, which is gone a moment later.
    const page = targets.find(({ type, url }) => type === 'page' && /^(app|data):/.test(url));
    if (page) return page.webSocketDebuggerUrl;
    await sleep(50);
  }
  throw new Error('The app opened no window.');
}

async function quit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), QUIT_WITHIN_MS);
  await ended;
  clearTimeout(kill);
}
