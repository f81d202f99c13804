import { create } from 'zustand';
import type { InboxItem } from '../../../shared/domain/incident.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { applyChanges, IDLE, LOADING, type Load, READY } from './load.ts';

interface InboxState {
  load: Load;
  /** Newest first. */
  list: readonly InboxItem[];
  open: boolean;
}

export const useInbox = create<InboxState>()(() => ({ load: IDLE, list: [], open: false }));

export const unreadCount = (state: InboxState): number =>
  state.list.reduce((count, item) => count + (item.readAt === null ? 1 : 0), 0);

export const setInboxOpen = (open: boolean): void => useInbox.setState({ open });

export async function loadInbox(): Promise<void> {
  useInbox.setState({ load: LOADING });
  try {
    useInbox.setState({ list: await call('inbox.list', { limit: 200 }), load: READY });
  } catch (error) {
    useInbox.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export async function markRead(ids: number[]): Promise<void> {
  if (ids.length === 0) return;
  await call('inbox.markRead', { ids });
  const read = new Set(ids);
  const now = Date.now();
  useInbox.setState((state) => ({
    list: state.list.map((item) =>
      read.has(item.id) && item.readAt === null ? { ...item, readAt: now } : item,
    ),
  }));
}

onEventBatch((batch) => {
  const added = payloads(batch, 'inbox.added');
  if (added.length === 0) return;
  useInbox.setState((state) => ({
    list: [...applyChanges(state.list, added, [])].sort((a, b) => b.id - a.id),
  }));
});
