import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Past } from '../checks/judge.ts';

const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;

/** Values that did not fail, so far, for a rule that compares with an earlier one; found as the store finds them. */
export class EarlierValues {
  readonly #intervalMs: number;
  readonly #times: EpochMs[] = [];
  readonly #values: number[] = [];

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Times must come in order. */
  note(at: EpochMs, value: number): void {
    this.#times.push(at);
    this.#values.push(value);
  }

  readonly before: Past['before'] = (against, at) => {
    // In values of the past two may lie further apart than the check's interval: the one right before is meant.
    if (against === 'previous') return this.#values.at(-1) ?? null;
    const ago = against === 'day' ? DAY_MS : 7 * DAY_MS;
    return this.#near(at - ago, Math.max(HALF_HOUR_MS, this.#intervalMs));
  };

  #near(wanted: EpochMs, tolerance: number): number | null {
    let low = 0;
    let high = this.#times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    const candidates = [low - 1, low].filter((index) => index >= 0 && index < this.#times.length);
    const distance = (index: number) => Math.abs((this.#times[index] ?? 0) - wanted);
    const nearest = candidates.toSorted((a, b) => distance(a) - distance(b))[0];
    if (nearest === undefined || distance(nearest) > tolerance) return null;
    return this.#values[nearest] ?? null;
  }
}
