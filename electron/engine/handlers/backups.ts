import type { BackupDesk } from '../upkeep/backups.ts';
import type { Handlers } from './handlers.ts';

type Method = 'backups.list' | 'backups.create' | 'backups.loss';

/** Answers about copies of the store. */
export function backupHandlers(backups: BackupDesk): Handlers<Method> {
  return {
    'backups.list': () => backups.overview(),
    'backups.create': async () => {
      await backups.create('manual');
      return backups.overview();
    },
    'backups.loss': ({ name }) => backups.loss(name),
  };
}
