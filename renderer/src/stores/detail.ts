import { create } from 'zustand';
import type { TableDetail } from '../../../shared/domain/table.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { applyToDetail } from './apply-detail.ts';
import { payloads } from './batch.ts';
import { IDLE, LOADING, type Load, plansDiffer, READY } from './load.ts';

interface DetailState {
  id: number | null;
  load: Load;
  detail: TableDetail | null;
}

/** The one table that is looked at. */
export const useDetail = create<DetailState>()(() => ({ id: null, load: IDLE, detail: null }));

export async function loadDetail(id: number): Promise<void> {
  const same = useDetail.getState().id === id;
  useDetail.setState(same ? {} : { id, load: LOADING, detail: null });
  try {
    const detail = await call('tables.get', { id });
    if (useDetail.getState().id === id) useDetail.setState({ detail, load: READY });
  } catch (error) {
    if (useDetail.getState().id !== id) return;
    useDetail.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export async function acceptSchema(id: number): Promise<void> {
  await call('tables.acceptSchema', { id });
  await loadDetail(id);
}

onEventBatch((batch) => {
  const { detail, id } = useDetail.getState();
  if (!detail || id === null) return;
  const next = applyToDetail(detail, batch);
  if (next !== detail) useDetail.setState({ detail: next });
  // Asked of the news only: what is said of the checks may be older than what is known of the table.
  const told = payloads(batch, 'table.changed').findLast((table) => table.id === id);
  if (told && plansDiffer(next.checks, told.nextDueAt !== null)) void loadDetail(id);
  // Columns and differences come with the whole only: ask again when the schema check has spoken.
  const schemaChecks = new Set(
    detail.checks.filter((check) => check.type === 'schema').map(({ id: of }) => of),
  );
  if (payloads(batch, 'run.finished').some((run) => schemaChecks.has(run.checkId))) void loadDetail(id);
});
