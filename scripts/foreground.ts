/** Runs a program as if the user had started it: its output is ours, our signals are its, its code comes back. */
import { spawn } from 'node:child_process';
import os from 'node:os';

let interrupted = false;

/** Whether a signal ended what ran in the foreground: nothing more should be started then. */
export function wasInterrupted(): boolean {
  return interrupted;
}

export async function runInForeground(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => {
    interrupted = true;
    // A terminal has sent its Ctrl-C to the child already, and many programs take a second one for "at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, forward);
  const stopWatching = onOrphaned(() => forward('SIGTERM'));
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) =>
        resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)),
      );
    });
  } finally {
    stopWatching();
    for (const signal of signals) process.off(signal, forward);
  }
}

/** npm dies of a SIGTERM without passing it on, and would leave servers and windows behind. */
function onOrphaned(act: () => void): () => void {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, 500);
  return () => clearInterval(timer);
}
