import { Worker } from 'node:worker_threads';
import type { BackupKind, RestoreLoss } from '../../../shared/domain/backup.ts';
import type { EpochMs, Problem } from '../../../shared/domain/primitives.ts';
import { ProblemError } from '../problem.ts';
import type { Opening } from './store.ts';

interface Common {
  folder: string;
  nativeBinding?: string | undefined;
}

/** What can be done in a thread beside the store. */
export type StoreTask = Common &
  (
    | { do: 'backup'; kind: Exclude<BackupKind, 'upgrade'>; at: EpochMs }
    /** Makes the next start go back to a backup, beside a store that is open. */
    | { do: 'stage'; name: string; at: EpochMs }
    /** Goes back to a backup at once; nobody has the store open. */
    | { do: 'restore'; name: string; at: EpochMs }
    | { do: 'loss'; name: string; at: EpochMs }
    /** Moves SQLite's log into the file, beside a store that is open, and begins it anew. */
    | { do: 'checkpoint' }
    /** All that a start may have to do before the store opens at once: check, back up, upgrade. */
    | { do: 'prepare'; migrationsFolder: string; version?: string | undefined }
  );

interface Results {
  /** Name of the new backup. */
  backup: string;
  stage: undefined;
  restore: string | null;
  loss: RestoreLoss;
  /** Whether all of it was moved. */
  checkpoint: boolean;
  prepare: Opening;
}

export type TaskAnswer =
  | { ok: true; value: unknown }
  | { ok: false; problem: Problem | null; message: string };

/** `hold`: it is about to keep the store for a moment, and waits until it is told that nobody writes. */
export type ThreadSays = TaskAnswer | 'hold';

/** In the sources; a bundle says where it has put it. */
const WORKER = new URL('./worker.ts', import.meta.url);

export interface Job<T> {
  /** Settles when the thread is gone. Rejects with the `ProblemError` that the task threw. */
  done: Promise<T>;
  /** Ends the thread; `done` rejects with `interrupted`. What the task had not finished is not there. */
  stop(): Promise<void>;
}

/**
 * Does a task in a thread of its own. `onHold` is called when the thread is about to keep the store for a moment: who
 * writes meanwhile waits, until `done` settles.
 */
export function runInWorker<T extends StoreTask>(
  task: T,
  workerFile: string | URL = WORKER,
  onHold: () => void = () => {},
): Job<Results[T['do']]> {
  const worker = new Worker(workerFile, { workerData: task });
  const done = new Promise<Results[T['do']]>((resolve, reject) => {
    let answer: TaskAnswer | null = null;
    worker.on('message', (said: ThreadSays) => {
      if (said === 'hold') {
        onHold();
        worker.postMessage('held');
      } else answer = said;
    });
    worker.once('error', reject);
    // Not at the answer: until the thread is gone it may still hold files that are to be replaced next.
    worker.once('exit', () => {
      if (answer === null) reject(interrupted());
      else if (answer.ok) resolve(answer.value as Results[T['do']]);
      else reject(answer.problem === null ? new Error(answer.message) : new ProblemError(answer.problem));
    });
  });
  return {
    done,
    stop: async () => {
      await worker.terminate();
    },
  };
}

function interrupted(): ProblemError {
  return new ProblemError({
    code: 'interrupted',
    title: 'Pulse stopped before it had finished this.',
    hint: 'Nothing was changed. Try again.',
  });
}
