import type { StoreApi } from '../../store/api.ts';
import type { Chore } from './chore.ts';

/** Each is on a page of its own in the worst case, as with retention. */
const AT_ONCE = 10;

/** Takes away what connections, tables and checks have left behind that the user removed. */
export class ClearRemoved implements Chore {
  readonly name = 'clear what was removed';
  private readonly store: Pick<StoreApi, 'removed'>;

  constructor(store: Pick<StoreApi, 'removed'>) {
    this.store = store;
  }

  step(): boolean {
    return this.store.removed.clear(AT_ONCE);
  }

  reset(): void {}
}
