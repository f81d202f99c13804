import { create } from 'zustand';
import type { Pause, StopReport } from '../../../shared/domain/connection.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { payloads } from './batch.ts';

interface PauseState {
  /** The one switch for all connections. Null: it is not paused. */
  pause: Pause;
}

export const usePause = create<PauseState>()(() => ({ pause: null }));

/** What cannot be read is learned with the next change; the connections themselves say that they are paused. */
export async function loadPause(): Promise<void> {
  try {
    usePause.setState({ pause: await call('connections.pauseState') });
  } catch {
    usePause.setState({ pause: null });
  }
}

export async function pauseAll(paused: boolean): Promise<void> {
  usePause.setState({ pause: await call('connections.pauseAll', { paused }) });
}

/** Cancels everything in flight and resolves when the servers have said so. */
export const stopAll = (): Promise<StopReport> => call('connections.stopAll');

onEventBatch((batch) => {
  const last = payloads(batch, 'pause.changed').at(-1);
  if (last) usePause.setState({ pause: last.pause });
});
