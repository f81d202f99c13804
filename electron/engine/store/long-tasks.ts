import { join } from 'node:path';
import { backUp } from './backup/back-up.ts';
import { backupFolder } from './backup/backup-files.ts';
import { lossOf } from './backup/loss.ts';
import { stageRestore } from './backup/restore.ts';
import { restoreNow } from './backup/restore-now.ts';
import { openStore } from './store.ts';
import type { StoreTask } from './worker-tasks.ts';

/** Does what is rare and takes long, in the worker. */
export async function longTask(task: Exclude<StoreTask, { do: 'checkpoint' }>): Promise<unknown> {
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
    case 'prepare': {
      const store = openStore(task);
      store.close();
      return store.opening;
    }
  }
}
