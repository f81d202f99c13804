import { create } from 'zustand';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { addRun, type Strip } from './add-run.ts';
import { payloads } from './batch.ts';

interface StripsState {
  /** When the last slot ends; by then they must be asked for anew. */
  until: number;
  byTable: ReadonlyMap<number, Strip>;
}

export const useStrips = create<StripsState>()(() => ({ until: 0, byTable: new Map() }));

let asking = false;

/** Without strips the overview still says everything else, so a failure is tried again with the next slot. */
export async function loadStrips(): Promise<void> {
  if (asking) return;
  asking = true;
  try {
    const { from, slotMs, tables } = await call('tables.strips');
    const byTable = new Map<number, Strip>();
    for (const { tableId, worst, judged } of tables) byTable.set(tableId, { from, slotMs, worst, judged });
    const slots = tables[0]?.worst.length ?? 0;
    useStrips.setState({ byTable, until: from + slots * slotMs });
  } catch (error) {
    console.warn('Pulse: the last day of the tables could not be read', error);
  } finally {
    asking = false;
  }
}

/** Results join the slot that is going on; when it has ended, all slots move by one. */
onEventBatch((batch) => {
  const { until, byTable } = useStrips.getState();
  if (until === 0) return;
  const runs = payloads(batch, 'run.finished');
  if (runs.length === 0) return;
  if (runs.some((run) => run.finishedAt >= until)) {
    void loadStrips();
    return;
  }
  const next = new Map(byTable);
  for (const run of runs) {
    const strip = run.tableId === null ? undefined : next.get(run.tableId);
    if (strip && run.tableId !== null) next.set(run.tableId, addRun(strip, run));
  }
  useStrips.setState({ byTable: next });
});
