import { batchSeries } from './batch-loads.ts';
import { businessSeries } from './business.ts';
import { freshnessSeries } from './freshness.ts';
import { meanSeries } from './means.ts';
import type { Series } from './series.ts';
import { shareSeries } from './shares.ts';
import { shopSeries } from './shop.ts';
import { sparseSeries } from './sparse.ts';
import { stateSeries } from './states.ts';

/** Every series of the world. */
export const allSeries: readonly Series[] = [
  ...shopSeries,
  ...sparseSeries,
  ...businessSeries,
  ...batchSeries,
  ...freshnessSeries,
  ...shareSeries,
  ...meanSeries,
  ...stateSeries,
];
