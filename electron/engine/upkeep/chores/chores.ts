import type { Clock } from '../../ports.ts';
import type { StoreApi } from '../../store/api.ts';
import type { Chore } from './chore.ts';
import { ClearRemoved } from './clear-removed.ts';
import { GiveSpaceBack } from './give-back.ts';
import { RemoveOldRuns, RemoveOldSums } from './retention.ts';
import { SumUp } from './sum-up.ts';

/** In the order in which they need one another: runs go when they are summed up, and space is free when they are gone. */
export function choresOf(store: StoreApi, clock: Pick<Clock, 'now'>): Chore[] {
  return [
    new SumUp(store, clock),
    new RemoveOldRuns(store, clock),
    new RemoveOldSums(store, clock),
    new ClearRemoved(store),
    new GiveSpaceBack(store),
  ];
}
