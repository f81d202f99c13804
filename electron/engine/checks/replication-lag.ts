import { z } from 'zod';
import { NO_BOUNDS } from '../../../shared/domain/check.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { defineCheckType } from './check-type.ts';

/** How far the replica is behind its primary. It judges the glass that everything else is seen through. */
export const replicationLag = defineCheckType({
  type: 'replication_lag',
  title: 'Replication lag',
  description: 'How far is the replica behind its primary? Finds replication that is slow, paused or cut.',
  scope: 'connection',
  unit: 'seconds',
  measure: 'age',
  stepDown: [],
  config: z.object({}),
  defaults: {
    name: 'Replication lag',
    config: {},
    bounds: { ...NO_BOUNDS, warnMax: 20, failMax: 30 },
    intervalMs: 60_000,
    pendingRuns: 2,
    enabled: true,
  },
  plan() {
    return { ask: 'server' };
  },
  observe(answer) {
    const lag = answer.ask === 'server' ? answer.facts.lagSeconds : null;
    if (lag === null) {
      return {
        value: null,
        status: 'learning',
        finding: 'This server does not replay from a primary, so it has no lag',
      };
    }
    return { value: lag, finding: `The replica is ${formatSeconds(lag)} behind its primary` };
  },
});
