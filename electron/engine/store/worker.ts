/**
 * Long work on the store in a thread of its own, so that neither a write nor the window waits for it: one task, one
 * answer, and the thread ends. Started by `runInWorker`.
 */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { problemOf } from '../problem.ts';
import { backUp } from './backup/back-up.ts';
import { backupFolder } from './backup/backup-files.ts';
import { lossOf } from './backup/loss.ts';
import { stageRestore } from './backup/restore.ts';
import { restoreNow } from './backup/restore-now.ts';
import { checkpoint } from './checkpoint.ts';
import { openStore } from './store.ts';
import type { StoreTask, TaskAnswer } from './worker-tasks.ts';

async function run(task: StoreTask): Promise<unknown> {
  const { folder, nativeBinding } = task;
  switch (task.do) {
    case 'backup':
      return backUp(folder, task.kind, task.at, nativeBinding);
    case 'stage':
      return stageRestore(folder, join(backupFolder(folder), task.name), task.at, nativeBinding);
    case 'restore':
      return restoreNow(folder, join(backupFolder(folder), task.name), task.at, nativeBinding);
    case 'loss':
      return lossOf(folder, task, nativeBinding);
    case 'checkpoint':
      return checkpoint(folder, nativeBinding);
    case 'prepare': {
      const store = openStore(task);
      store.close();
      return store.opening;
    }
  }
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
