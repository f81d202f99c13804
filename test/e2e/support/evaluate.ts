import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** What Playwright says when the answer of a main process that lives got lost (its issue 33737). */
const LOST_ANSWER = 'Execution context was destroyed';
const TRIES = 5;
const PAUSE_MS = 200;

/**
 * Asks again when the answer of a living main process got lost, which happens now and then while its first window
 * opens. What is asked must do no harm when it is done twice. Any other failure, and a process that has ended, is
 * thrown at once.
 */
export async function evenIfLost<T>(
  child: Pick<ChildProcess, 'exitCode' | 'signalCode'>,
  ask: () => Promise<T>,
): Promise<T> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await ask();
    } catch (error) {
      const lost = error instanceof Error && error.message.includes(LOST_ANSWER);
      const alive = child.exitCode === null && child.signalCode === null;
      if (!lost || !alive || left === 0) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
