import type { PulseEvent } from '../../../shared/contract/contract.ts';
import type { TableDetail } from '../../../shared/domain/table.ts';
import { payloads } from './batch.ts';
import { applyChanges } from './load.ts';

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
