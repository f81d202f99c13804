import type { ChildProcess } from 'node:child_process';
import type { FromClients, FromPulse, ToClients, ToPulse } from './messages.ts';

export const tell = (process: ChildProcess, message: ToClients | ToPulse) => process.send(message);

/** Waits for a child's next message of this kind. Rejects when the child ends instead. */
export function hear<M extends FromClients | FromPulse, S extends M['say']>(
  process: ChildProcess,
  say: S,
): Promise<Extract<M, { say: S }>> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      if ((message as M).say !== say) return;
      process.off('message', onMessage);
      process.off('exit', onExit);
      resolve(message as Extract<M, { say: S }>);
    };
    const onExit = (code: number | null) =>
      reject(new Error(`A child process ended (${code}) before "${say}".`));
    process.on('message', onMessage);
    process.once('exit', onExit);
  });
}
