/** Runs a program as if the user had started it: its output is ours, our signals are its, its code comes back. */
import { spawn } from 'node:child_process';
import os from 'node:os';

export async function runInForeground(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  const child = spawn(command, args, { ...options, stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals) => {
    // A terminal has sent its Ctrl-C to the child already, and many programs take a second one for "at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, forward);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) =>
        resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)),
      );
    });
  } finally {
    for (const signal of signals) process.off(signal, forward);
  }
}
