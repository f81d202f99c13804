import type { EpochMs } from '../../../shared/domain/primitives.ts';

/** Only what ran within this time says how the replica is now. */
const RECENT_MS = 60_000;
/** Fewer recent statements say nothing. */
const FEWEST = 8;
/** Runs of a statement before its own usual duration counts as known. */
const KNOWN_AFTER = 5;
/** How fast the usual duration follows (weight of one run in the moving average of its logarithm). */
const ALPHA = 0.05;
/** Statements whose usual duration is kept. */
const MOST_SHAPES = 5_000;

interface Usual {
  runs: number;
  logMs: number;
}

/**
 * Whether Pulse's own statements take longer than they usually do, each compared with its own past only: a replica
 * under stress slows all of them, a table that grew slows one.
 */
export class Slowness {
  private readonly usual = new Map<string, Usual>();
  private recent: { at: EpochMs; ratio: number; extraMs: number }[] = [];

  /** Takes note of a finished statement. */
  note(sql: string, ms: number, now: EpochMs): void {
    const key = shapeOf(sql);
    const logMs = Math.log(Math.max(0.1, ms));
    const usual = this.usual.get(key);
    if (!usual) {
      if (this.usual.size >= MOST_SHAPES) this.usual.clear();
      this.usual.set(key, { runs: 1, logMs });
      return;
    }
    if (usual.runs >= KNOWN_AFTER) {
      const usualMs = Math.exp(usual.logMs);
      this.recent.push({ at: now, ratio: ms / usualMs, extraMs: ms - usualMs });
    }
    usual.runs += 1;
    // One extreme run moves the usual duration no further than one that took three times as long.
    const step = Math.min(Math.log(3), Math.max(-Math.log(3), logMs - usual.logMs));
    usual.logMs += step * Math.max(ALPHA, 1 / usual.runs);
  }

  /** How many times longer than usual the median of the last minute's statements took, and by how many milliseconds. */
  now(now: EpochMs): { ratio: number; extraMs: number } | null {
    this.recent = this.recent.filter(({ at }) => at > now - RECENT_MS && at <= now);
    if (this.recent.length < FEWEST) return null;
    return {
      ratio: median(this.recent.map(({ ratio }) => ratio)),
      extraMs: median(this.recent.map(({ extraMs }) => extraMs)),
    };
  }
}

/** The statement without what differs between two runs of the same check. */
function shapeOf(sql: string): string {
  return sql.replaceAll(/'[^']*'|\d+(?:\.\d+)?/g, '?');
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
