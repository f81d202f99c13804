import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { lockFolder } from '../lock.ts';
import { finishRestore, stageRestore, startAfresh } from './restore.ts';

/**
 * Goes back to a copy while no Pulse runs. Returns where the former data is now, null when there was none. Throws
 * `StoreError` when Pulse runs, or the copy cannot be used; then nothing has changed.
 */
export function restoreNow(
  dataFolder: string,
  source: string,
  at: EpochMs,
  nativeBinding?: string,
): string | null {
  const unlock = lockFolder(dataFolder, nativeBinding);
  try {
    stageRestore(dataFolder, source, at, nativeBinding);
    return finishRestore(dataFolder);
  } finally {
    unlock();
  }
}

/** Puts the data aside while no Pulse runs, so that the next one begins with nothing. Returns where it is now. */
export function startAfreshNow(dataFolder: string, at: EpochMs, nativeBinding?: string): string {
  const unlock = lockFolder(dataFolder, nativeBinding);
  try {
    return startAfresh(dataFolder, at);
  } finally {
    unlock();
  }
}
