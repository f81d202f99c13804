import type { RunStatus } from '../../../shared/domain/status.ts';

/** Position is the stored code. Ordered by how bad they are, so that the worst of several is their maximum. */
const byCode: readonly RunStatus[] = ['pass', 'learning', 'deferred', 'error', 'warn', 'fail'];

const codes = Object.fromEntries(byCode.map((status, code) => [status, code])) as Record<RunStatus, number>;

export function statusCode(status: RunStatus): number {
  return codes[status];
}

export function statusOf(code: number): RunStatus {
  const status = byCode[code];
  if (status === undefined) throw new RangeError(`No status has code ${code}.`);
  return status;
}
