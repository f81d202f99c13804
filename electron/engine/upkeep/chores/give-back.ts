import type { StoreApi } from '../../store/api.ts';
import type { Chore } from './chore.ts';

/** Free pages are used again by new runs: giving them back pays only when there are many more than that. */
const MANY = 0.2;
const FEW = 0.05;
/** A small file is not worth the work. */
const WORTH_PAGES = 2_000;
/** In one step: each may have to be read from the disk, and the pages that point to it, too. */
const PAGES_AT_ONCE = 4;

/** Gives space back to the disk when much of the file is free: after a connection was removed, say. */
export class GiveSpaceBack implements Chore {
  readonly name = 'give space back';
  private readonly store: Pick<StoreApi, 'space'>;
  private shrinking = false;

  constructor(store: Pick<StoreApi, 'space'>) {
    this.store = store;
  }

  step(): boolean {
    const { pages, free } = this.store.space.pages();
    this.shrinking = free >= WORTH_PAGES && free > pages * (this.shrinking ? FEW : MANY);
    if (this.shrinking) this.shrinking = this.store.space.giveBack(PAGES_AT_ONCE) > 0;
    return this.shrinking;
  }

  reset(): void {
    this.shrinking = false;
  }
}
