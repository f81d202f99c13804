/** Latencies counted in buckets that are 2 % wide: exact enough for a percentile, and cheap at thousands a second. */
const FIRST_MS = 0.02;
const STEP = Math.log(1.02);
const BUCKETS = 1_000;

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
