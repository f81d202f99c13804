import type { EpochMs } from '../../../shared/domain/primitives.ts';

/** What a table has used counts half after so long. */
const HALF_LIFE_MS = 600_000;

/** How the time on a replica was divided among its tables lately. */
export class FairShares {
  private readonly used = new Map<number, number>();
  private total = 0;
  private at: EpochMs | null = null;

  /** Books milliseconds that a table took. */
  book(tableId: number, ms: number, now: EpochMs): void {
    this.fade(now);
    this.used.set(tableId, (this.used.get(tableId) ?? 0) + ms);
    this.total += ms;
  }

  /** The table's part of the time beyond an equal part for each, from 0 to 1. */
  excessOf(tableId: number): number {
    if (this.total <= 0 || this.used.size < 2) return 0;
    return Math.max(0, (this.used.get(tableId) ?? 0) / this.total - 1 / this.used.size);
  }

  private fade(now: EpochMs): void {
    const elapsed = Math.max(0, now - (this.at ?? now));
    // Often enough: the parts stay the same meanwhile, only new entries weigh a little less.
    if (this.at !== null && elapsed < HALF_LIFE_MS / 20) return;
    this.at = now;
    const factor = 0.5 ** (elapsed / HALF_LIFE_MS);
    this.total = 0;
    for (const [tableId, ms] of this.used) {
      const left = ms * factor;
      if (left < 0.1) this.used.delete(tableId);
      else this.used.set(tableId, left);
      this.total += left < 0.1 ? 0 : left;
    }
  }
}
