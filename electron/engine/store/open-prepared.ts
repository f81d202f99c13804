import { StoreError } from './errors.ts';
import { type Opening, type OpenStoreOptions, openStore, type Store } from './store.ts';
import { runInWorker } from './worker-tasks.ts';

/** An open store, and what was done to open it. */
export interface OpenedStore {
  store: Store;
  opening: Opening;
}

/**
 * Opens the store as `openStore` does. What takes long (the check after an unclean stop, the copy before an upgrade)
 * is done in a worker first, so that the process stays responsive. `opening` says what was done there or here.
 */
export async function openPrepared(options: OpenStoreOptions, workerFile?: string): Promise<OpenedStore> {
  try {
    const store = openStore({ ...options, longWork: 'refuse' });
    return { store, opening: store.opening };
  } catch (error) {
    if (!(error instanceof StoreError && error.problem.code === 'needs_preparation')) throw error;
  }
  const { folder, migrationsFolder, nativeBinding, version } = options;
  const task = { do: 'prepare', folder, migrationsFolder, nativeBinding, version } as const;
  const opening = await runInWorker(task, workerFile).done;
  return { store: openStore(options), opening };
}
