import { create } from 'zustand';
import { ExportFilter, type ExportProgress, ExportRequest } from '../../../shared/domain/export.ts';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';

interface ExportState {
  open: boolean;
  filter: ExportFilter;
  /** How many rows the filter finds; null while it is counted. */
  rows: number | null;
  problem: Problem | null;
  job: ExportProgress | null;
}

export const useExport = create<ExportState>()(() => ({
  open: false,
  filter: ExportFilter.parse({}),
  rows: null,
  problem: null,
  job: null,
}));

export function openExport(filter: Partial<ExportFilter>): void {
  const running = useExport.getState().job?.state === 'running';
  useExport.setState(
    running ? { open: true } : { open: true, filter: ExportFilter.parse(filter), job: null },
  );
  void countRows();
}

export const closeExport = (): void => useExport.setState({ open: false });
export const forgetExport = (): void => useExport.setState({ job: null });

export function changeExport(change: Partial<ExportFilter>): void {
  useExport.setState((state) => ({ filter: { ...state.filter, ...change } }));
  void countRows();
}

export async function countRows(): Promise<void> {
  const { filter } = useExport.getState();
  useExport.setState({ rows: null, problem: null });
  try {
    const { rows } = await call('export.count', ExportRequest.parse({ filter }));
    if (useExport.getState().filter === filter) useExport.setState({ rows });
  } catch (error) {
    if (useExport.getState().filter === filter) useExport.setState({ problem: toProblem(error) });
  }
}

export async function startExport(): Promise<void> {
  const job = await call('export.start', ExportRequest.parse({ filter: useExport.getState().filter }));
  // The first progress may have overtaken the answer.
  useExport.setState((state) => ({ job: state.job && state.job.jobId === job?.jobId ? state.job : job }));
}

export async function cancelExport(jobId: string): Promise<void> {
  await call('export.cancel', { jobId });
}

onEventBatch((batch) => {
  const job = payloads(batch, 'export.progress').at(-1);
  if (job) useExport.setState({ job });
});
