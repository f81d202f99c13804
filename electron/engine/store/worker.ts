/**
 * Long work on the store in a thread of its own, so that neither a write nor the window waits for it: one task, one
 * answer, and the thread ends. Started by `runInWorker`.
 */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { problemOf } from '../problem.ts';
import { checkpoint } from './checkpoint.ts';
import type { StoreTask, TaskAnswer, ThreadSays } from './worker-tasks.ts';

/**
 * What moves the log is here at once: that is done every minute or two. All else reads its program when it is wanted,
 * which takes longer than a checkpoint as a whole.
 */
async function run(task: StoreTask): Promise<unknown> {
  if (task.do === 'checkpoint') return checkpoint(task.folder, task.nativeBinding, hold);
  const { longTask } = await import('./long-tasks.ts');
  return longTask(task);
}

/** Has whoever started the thread write nothing until it has its answer. */
async function hold(): Promise<void> {
  parentPort?.postMessage('hold' satisfies ThreadSays);
  if (parentPort) await once(parentPort, 'message');
}

async function answer(): Promise<TaskAnswer> {
  try {
    return { ok: true, value: await run(workerData as StoreTask) };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { ok: false, problem: problemOf(error), message };
  }
}

parentPort?.postMessage(await answer());
