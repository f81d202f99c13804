import { create } from 'zustand';
import type { PulseEvent } from '../../../shared/contract/contract.ts';
import type { TableDetail } from '../../../shared/domain/table.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { applyChanges, IDLE, LOADING, type Load, READY } from './load.ts';

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

/** What a batch of events makes of the table. Pure. */
export function applyToDetail(detail: TableDetail, batch: readonly PulseEvent[]): TableDetail {
  const { id } = detail.table;
  const table = payloads(batch, 'table.changed').findLast((item) => item.id === id) ?? detail.table;
  const checks = applyChanges(
    detail.checks,
    payloads(batch, 'check.changed').filter((check) => check.tableId === id),
    payloads(batch, 'check.removed').map((check) => check.id),
  );
  const incidents = applyChanges(
    detail.incidents,
    payloads(batch, 'incident.changed').filter((incident) => incident.tableId === id),
    [],
  );
  if (table === detail.table && checks === detail.checks && incidents === detail.incidents) return detail;
  return { ...detail, table, checks: [...checks], incidents: [...incidents] };
}

onEventBatch((batch) => {
  const { detail, id } = useDetail.getState();
  if (!detail || id === null) return;
  const next = applyToDetail(detail, batch);
  if (next !== detail) useDetail.setState({ detail: next });
  // Columns and differences come with the whole only: ask again when the schema check has spoken.
  const schemaChecks = new Set(
    detail.checks.filter((check) => check.type === 'schema').map(({ id: of }) => of),
  );
  if (payloads(batch, 'run.finished').some((run) => schemaChecks.has(run.checkId))) void loadDetail(id);
});
