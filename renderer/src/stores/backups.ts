import { create } from 'zustand';
import type { BackupOverview, RestoreLoss } from '../../../shared/domain/backup.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';

interface BackupsState {
  load: Load;
  overview: BackupOverview | null;
}

export const useBackups = create<BackupsState>()(() => ({ load: IDLE, overview: null }));

export async function loadBackups(): Promise<void> {
  if (useBackups.getState().overview === null) useBackups.setState({ load: LOADING });
  try {
    useBackups.setState({ overview: await call('backups.list'), load: READY });
  } catch (error) {
    useBackups.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export async function backUpNow(): Promise<void> {
  useBackups.setState({ overview: await call('backups.create') });
}

export const lossOf = (name: string): Promise<RestoreLoss> => call('backups.loss', { name });

/** Pulse restarts after it. */
export async function restoreBackup(name: string): Promise<void> {
  await call('backups.restore', { name });
}

export const openBackupFolder = () => call('backups.openFolder');

onEventBatch((batch) => {
  const overview = payloads(batch, 'backups.changed').at(-1);
  if (overview) useBackups.setState({ overview });
});
