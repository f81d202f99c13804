import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatSeconds } from '../../../shared/format.ts';
import type { NewQuery } from '../store/api.ts';

/** A snapshot held for longer than this is felt by vacuum on the primary, when the standby tells it of it. */
const LONG_MS = 3_000;
const KEPT_MS = 86_400_000;
/** Different reasons that are shown. */
const MOST = 3;

/** Pulse's own statements that ran long in the last day. */
export class LongQueries {
  private readonly longest = new Map<string, { ms: number; at: EpochMs }>();

  note({ reason, durationMs }: NewQuery, now: EpochMs): void {
    if (durationMs < LONG_MS) return;
    const known = this.longest.get(reason);
    if (!known || known.ms < durationMs || known.at < now - KEPT_MS)
      this.longest.set(reason, { ms: durationMs, at: now });
  }

  /** Sentences for a replica with `hot_standby_feedback`, the longest statement first. */
  notices(now: EpochMs): string[] {
    for (const [reason, { at }] of this.longest) if (at < now - KEPT_MS) this.longest.delete(reason);
    return [...this.longest]
      .sort((a, b) => b[1].ms - a[1].ms)
      .slice(0, MOST)
      .map(
        ([reason, { ms }]) =>
          `"${reason}" ran ${formatSeconds(ms / 1_000)}. The replica has hot_standby_feedback on, so vacuum on the primary had to wait meanwhile: let the check look at recent rows only, or run it less often.`,
      );
  }
}
