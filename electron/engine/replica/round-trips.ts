/** Round trips that are remembered. */
const MOST = 15;
/** What opening and ending a statement's transaction costs a server, measured on several: a little for each statement. */
const ENVELOPE_MS = 0.3;

/**
 * Tells the time for which a server works from the time for which its answer travels. Every statement stands between
 * two exchanges that ask for next to nothing, so what it takes longer than those do is its own; on a link of 40 ms,
 * counting the way as work would use up the load budget with nothing done.
 */
export class RoundTrips {
  private readonly recent: number[] = [];

  /** Takes note of an exchange in which the server had next to nothing to do. */
  note(ms: number): void {
    this.recent.push(ms);
    if (this.recent.length > MOST) this.recent.shift();
  }

  /** Milliseconds for which a statement kept the server busy that was answered after `ms`. */
  busyMs(ms: number): number {
    return Math.min(ms, ENVELOPE_MS + Math.max(0, ms - this.typical));
  }

  /** The median: one slow exchange says nothing. 0 before the first. */
  private get typical(): number {
    const sorted = [...this.recent].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }
}
