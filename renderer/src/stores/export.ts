import { create } from 'zustand';
import {
  type Dataset,
  ExportFilter,
  type ExportFormat,
  type ExportProgress,
  ExportRequest,
} from '../../../shared/domain/export.ts';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { changeSettings, useSettings } from './settings.ts';

interface ExportState {
  open: boolean;
  dataset: Dataset;
  filter: ExportFilter;
  /** Empty for all. */
  columns: string[];
  /** How many rows the filter finds; null while it is counted. */
  rows: number | null;
  problem: Problem | null;
  job: ExportProgress | null;
}

export const useExport = create<ExportState>()(() => ({
  open: false,
  dataset: 'runs',
  filter: ExportFilter.parse({}),
  columns: [],
  rows: null,
  problem: null,
  job: null,
}));

export function openExport(filter: Partial<ExportFilter>, dataset: Dataset = 'runs'): void {
  const { job } = useExport.getState();
  if (job?.state === 'running') {
    useExport.setState({ open: true });
    return;
  }
  const chosen = { filter: ExportFilter.parse(filter), dataset, columns: [] };
  useExport.setState({ open: true, ...chosen, job: null });
  void countRows();
}

export const closeExport = (): void => useExport.setState({ open: false });
export const forgetExport = (): void => useExport.setState({ job: null });

export function changeExport(change: Partial<ExportFilter>): void {
  useExport.setState((state) => ({ filter: { ...state.filter, ...change } }));
  void countRows();
}

/** Another data set has other columns. */
export function changeDataset(dataset: Dataset): void {
  useExport.setState({ dataset, columns: [] });
  void countRows();
}

export const changeColumns = (columns: string[]): void => useExport.setState({ columns });

type Format = Omit<ExportFormat, 'columns'>;

/** Kept for the next time. */
export async function changeFormat(change: Partial<Format>): Promise<void> {
  const { settings } = useSettings.getState();
  if (settings) await changeSettings({ exportFormat: { ...settings.exportFormat, ...change } });
}

/** Everything that was chosen. */
export function exportRequest(): ExportRequest {
  const { dataset, filter, columns } = useExport.getState();
  const format = useSettings.getState().settings?.exportFormat;
  return ExportRequest.parse({ ...format, dataset, filter, columns });
}

export async function countRows(): Promise<void> {
  const { filter, dataset } = useExport.getState();
  const current = () => useExport.getState().filter === filter && useExport.getState().dataset === dataset;
  useExport.setState({ rows: null, problem: null });
  try {
    const { rows } = await call('export.count', exportRequest());
    if (current()) useExport.setState({ rows });
  } catch (error) {
    if (current()) useExport.setState({ problem: toProblem(error) });
  }
}

export async function startExport(): Promise<void> {
  const job = await call('export.start', exportRequest());
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
