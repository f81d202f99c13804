import { create } from 'zustand';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { addRuns, type Strip } from './add-run.ts';
import { payloads } from './batch.ts';

interface StripsState {
  /** Null until they were asked for. */
  byTable: ReadonlyMap<number, Strip> | null;
}

export const useStrips = create<StripsState>()(() => ({ byTable: null }));

let asking = false;

/** Without strips the overview still says everything else, so a failure is tried again with the next slot. */
export async function loadStrips(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    const { from, slotMs, tables } = await call('tables.strips');
    const byTable = new Map<number, Strip>();
    for (const { tableId, worst, judged } of tables) byTable.set(tableId, { from, slotMs, worst, judged });
    useStrips.setState({ byTable });
  } catch (error) {
    console.warn('Pulse: the last day of the tables could not be read', error);
  } finally {
    asking = false;
  }
}

/** Results join the slot that is going on; when it has ended, all slots move by one. */
onEventBatch((batch) => {
  const { byTable } = useStrips.getState();
  const runs = payloads(batch, 'run.finished');
  if (byTable === null || runs.length === 0) return;
  const next = addRuns(byTable, runs);
  if (next === null) void loadStrips();
  else useStrips.setState({ byTable: next });
});
