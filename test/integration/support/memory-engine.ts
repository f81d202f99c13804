import { systemClock } from '../../../electron/engine/clock.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import { MIGRATIONS } from '../../support/store.ts';
import { quietLog } from './replica-kit.ts';

/** An engine on real time that shows no message, and keeps passwords in memory only. */
export const memoryEngine = (folder: string): Promise<Engine> =>
  Engine.open({
    version: '0.0.0-test',
    folder,
    migrationsFolder: MIGRATIONS,
    clock: systemClock,
    log: quietLog,
    notifier: { show: async () => true },
    vault: { mode: 'memory', seal: async () => new Uint8Array(), open: async () => '' },
  });
