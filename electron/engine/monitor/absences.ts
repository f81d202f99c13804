import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { AWAY_MS } from '../incidents/timing.ts';

/** Which connections were away for long: when one is back, what broke meanwhile is told in one message. */
export class Absences {
  /** Since when it cannot be reached; null for one that can. */
  private readonly since = new Map<number, EpochMs | null>();

  /** Notes an attempt. Returns whether the connection is back after long, or here for the first time. */
  note(connectionId: number, reached: boolean, now: EpochMs): boolean {
    const since = this.since.has(connectionId)
      ? (this.since.get(connectionId) ?? null)
      : Number.NEGATIVE_INFINITY;
    this.since.set(connectionId, reached ? null : (since ?? now));
    return reached && since !== null && now - since >= AWAY_MS;
  }

  forget(connectionId: number): void {
    this.since.delete(connectionId);
  }
}
