import type { CheckRun } from '../../../shared/domain/check.ts';
import { putTogether } from './message-parts.ts';
import { statusOf } from './status-code.ts';

export interface RunRow {
  id: number;
  check_id: number;
  finished_at: number;
  status: number;
  value: number | null;
  message: string;
  numbers: string | null;
  elapsed_ms: number;
  busy_us: number;
  low: number | null;
  high: number | null;
}

/** Columns of `check_run r JOIN run_message m`. */
export const RUN = `r.id, r.check_id, r.finished_at, r.status, r.value, m.text AS message, r.numbers, r.elapsed_ms,
  r.busy_us, r.low, r.high`;

export function toRun(row: RunRow): CheckRun {
  return {
    id: row.id,
    checkId: row.check_id,
    startedAt: row.finished_at - row.elapsed_ms,
    finishedAt: row.finished_at,
    status: statusOf(row.status),
    value: row.value,
    message: putTogether(row.message, row.numbers),
    durationMs: row.busy_us / 1000,
    low: row.low,
    high: row.high,
  };
}
