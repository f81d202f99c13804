/**
 * Latencies counted in buckets, cheap at thousands a second. They are 0.1 % wide, up to a minute: two percentiles whose
 * ratio matters to the hundredth must not differ by the width of a bucket alone.
 */
const FIRST_MS = 0.02;
const STEP = Math.log(1.001);
const BUCKETS = 15_000;

export class Histogram {
  readonly counts: number[];

  constructor(counts: readonly number[] = new Array<number>(BUCKETS).fill(0)) {
    this.counts = [...counts];
  }

  add(ms: number): void {
    const bucket = Math.floor(Math.log(Math.max(ms, FIRST_MS) / FIRST_MS) / STEP);
    const index = Math.min(BUCKETS - 1, bucket);
    this.counts[index] = (this.counts[index] ?? 0) + 1;
  }

  merge(other: Histogram): void {
    other.counts.forEach((count, index) => {
      this.counts[index] = (this.counts[index] ?? 0) + count;
    });
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
