import type { CheckInput } from '../../../shared/domain/check.ts';
import type { LoadPolicy } from '../../../shared/domain/connection.ts';
import { checkType } from './registry.ts';

/** The check that every new connection gets: behind by more than its limit, its tables are not judged. */
export function lagCheck({ maxLagSeconds }: Pick<LoadPolicy, 'maxLagSeconds'>): CheckInput {
  const { defaults } = checkType('replication_lag');
  const bounds = { ...defaults.bounds, warnMax: null, failMax: maxLagSeconds };
  return { ...defaults, type: 'replication_lag', bounds };
}
