import { create } from 'zustand';
import type { Saving } from '../../../shared/domain/saving.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { payloads } from './batch.ts';

const ALL_WELL: Saving = { problem: null, waiting: 0, lost: 0 };

/** Whether what Pulse finds reaches the disk. */
export const useSaving = create<Saving>()(() => ALL_WELL);

/** What cannot be read is learned with the next change. */
export async function loadSaving(): Promise<void> {
  try {
    useSaving.setState(await call('saving.state'));
  } catch {
    useSaving.setState(ALL_WELL);
  }
}

onEventBatch((batch) => {
  const last = payloads(batch, 'saving.changed').at(-1);
  if (last) useSaving.setState(last);
});
