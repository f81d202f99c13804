/**
 * Latencies counted in buckets, cheap at thousands a second. They are 0.1 % wide, up to a minute: two percentiles whose
 * ratio matters to the hundredth must not differ by the width of a bucket alone.
 */
const FIRST_MS = 0.02;
const STEP = Math.log(1.001);
const BUCKETS = 15_000;

/** Numbers of buckets and what each holds. */
export type Filled = [bucket: number, count: number][];

export class Histogram {
  private readonly counts = new Array<number>(BUCKETS).fill(0);

  add(ms: number): void {
    const bucket = Math.floor(Math.log(Math.max(ms, FIRST_MS) / FIRST_MS) / STEP);
    const index = Math.min(BUCKETS - 1, bucket);
    this.counts[index] = (this.counts[index] ?? 0) + 1;
  }

  /** Takes in what another one has `filled`. */
  merge(filled: Filled): void {
    for (const [index, count] of filled) this.counts[index] = (this.counts[index] ?? 0) + count;
  }

  /** The buckets that are not empty: what is worth sending. */
  get filled(): Filled {
    return [...this.counts.entries()].filter(([, count]) => count > 0);
  }

  get total(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Upper edge of the bucket that holds the quantile, in milliseconds; NaN when nothing was counted. */
  quantile(q: number): number {
    const rank = Math.ceil(q * this.total);
    let seen = 0;
    for (const [index, count] of this.counts.entries()) {
      seen += count;
      if (count > 0 && seen >= rank) return FIRST_MS * Math.exp((index + 1) * STEP);
    }
    return Number.NaN;
  }
}
