import { create } from 'zustand';
import type { DailyExport, DailyExportView } from '../../../shared/domain/daily-export.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';

interface DailyExportState {
  load: Load;
  view: DailyExportView | null;
}

export const useDailyExport = create<DailyExportState>()(() => ({ load: IDLE, view: null }));

export async function loadDailyExport(): Promise<void> {
  if (useDailyExport.getState().view === null) useDailyExport.setState({ load: LOADING });
  try {
    useDailyExport.setState({ view: await call('dailyExport.get'), load: READY });
  } catch (error) {
    useDailyExport.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

/** Shows the change at once, and takes it back when it could not be saved. */
export async function changeSchedule(change: Partial<DailyExport>): Promise<void> {
  const { view } = useDailyExport.getState();
  if (view === null) return;
  const schedule = { ...view.schedule, ...change };
  useDailyExport.setState({ view: { ...view, schedule } });
  try {
    useDailyExport.setState({ view: await call('dailyExport.set', schedule) });
  } catch (error) {
    useDailyExport.setState({ view });
    throw error;
  }
}

/** Without a folder there is nothing to switch on: it is asked for first. */
export async function switchDailyExport(enabled: boolean): Promise<void> {
  const needed = enabled && useDailyExport.getState().view?.folder === null;
  if (needed && !(await pickFolder())) return;
  await changeSchedule({ enabled });
}

/** Resolves to whether one was chosen. */
export async function pickFolder(): Promise<boolean> {
  const view = await call('dailyExport.pickFolder');
  if (view !== null) useDailyExport.setState({ view });
  return view !== null;
}

export const openExportFolder = () => call('dailyExport.openFolder');

export async function writeFilesNow(): Promise<void> {
  useDailyExport.setState({ view: await call('dailyExport.writeNow') });
}

export async function markFailureSeen(): Promise<void> {
  useDailyExport.setState({ view: await call('dailyExport.markSeen') });
}

/** What is news about the daily files. */
export const failureUnread = ({ view }: DailyExportState): boolean => view?.failure?.seen === false;

onEventBatch((batch) => {
  const view = payloads(batch, 'dailyExport.changed').at(-1);
  if (view) useDailyExport.setState({ view });
});
