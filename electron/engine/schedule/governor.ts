import type { LoadChange } from '../../../shared/domain/connection.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatNumber } from '../../../shared/format.ts';
import type { Pressure } from '../replica/api.ts';
import { Slowness } from './slowness.ts';
import { Stress } from './stress.ts';

/** The allowance is never less than this part of the configured share: with none at all nothing would be learned. */
const FLOOR = 1 / 16;
const DECREASE = 1 / 2;
const INCREASE = 1 / 8;
/** A cut needs this long to show; cutting again before would punish the same trouble twice. */
const BETWEEN_CUTS_MS = 20_000;
/** Calm must last this long before more is asked again, and between two steps up. */
const CALM_MS = 30_000;
const MOST_CHANGES = 20;

export interface Allowance {
  busyShare: number;
  maxConcurrency: number;
}

/**
 * How much of the connection's configured load Pulse may use right now: half as much, and one query at a time, at every
 * sign of stress; an eighth of the whole more for every half minute of calm. That is AIMD: additive increase,
 * multiplicative decrease (Chiu and Jain, 1989), which keeps TCP from overwhelming a network.
 */
export class Governor {
  /** Newest first. */
  readonly changes: LoadChange[] = [];
  private readonly slowness = new Slowness();
  private readonly stress = new Stress();
  private configured: Allowance;
  private factor = 1;
  private since: EpochMs | null = null;
  private changedAt: EpochMs = Number.NEGATIVE_INFINITY;
  private stressedAt: EpochMs = Number.NEGATIVE_INFINITY;
  private reason = '';

  constructor(configured: Allowance) {
    this.configured = configured;
  }

  /** Busy time / wall time that is allowed now. */
  get share(): number {
    return this.configured.busyShare * this.factor;
  }

  get maxConcurrency(): number {
    return this.factor < 1 ? 1 : this.configured.maxConcurrency;
  }

  /** Since when less than the configured share is allowed, and why. Null while all of it is. */
  get restraint(): { since: EpochMs; sentence: string } | null {
    return this.since === null ? null : { since: this.since, sentence: this.reason };
  }

  setConfigured(configured: Allowance): void {
    this.configured = configured;
  }

  /** Takes note of how long a statement of Pulse's own took. */
  noteStatement(sql: string, ms: number, now: EpochMs): void {
    this.slowness.note(sql, ms, now);
  }

  /** A statement of Pulse's own failed in a way that tells of stress: says which. Returns whether anything changed. */
  noteTrouble(why: string, now: EpochMs): boolean {
    return this.decrease(why, now);
  }

  /** Looks at a fresh sample of the server. Returns whether anything changed. */
  sample(pressure: Pressure, now: EpochMs): boolean {
    const why = this.stress.of(pressure, this.slowness.now(now));
    return why === null ? this.increase(now) : this.decrease(why, now);
  }

  private decrease(why: string, now: EpochMs): boolean {
    this.stressedAt = now;
    this.reason = `${upper(why)}.`;
    if (elapsed(this.changedAt, now) < BETWEEN_CUTS_MS && this.factor < 1) return false;
    const next = Math.max(FLOOR, this.factor * DECREASE);
    if (next === this.factor) return false;
    this.factor = next;
    this.since ??= now;
    const to = next === FLOOR ? 'Down to the least,' : 'Halved to';
    this.note(now, `${to} ${percent(this.share)}: ${why}.`);
    return true;
  }

  private increase(now: EpochMs): boolean {
    if (this.factor === 1) return false;
    const calmMs = Math.min(elapsed(this.stressedAt, now), elapsed(this.changedAt, now));
    if (calmMs < CALM_MS) return false;
    this.factor = Math.min(1, this.factor + INCREASE);
    if (this.factor === 1) {
      this.since = null;
      this.note(now, `Back to ${percent(this.share)}: the replica is calm.`);
    } else {
      this.note(now, `Raised to ${percent(this.share)}: no sign of stress in the last half minute.`);
    }
    return true;
  }

  private note(at: EpochMs, sentence: string): void {
    this.changedAt = at;
    this.changes.unshift({ at, share: this.share, sentence });
    this.changes.splice(MOST_CHANGES);
  }
}

/** A clock that was set back must not freeze the allowance where it is. */
function elapsed(from: EpochMs, now: EpochMs): number {
  return from > now ? Number.POSITIVE_INFINITY : now - from;
}

function percent(share: number): string {
  return `${formatNumber(Number((share * 100).toPrecision(2)))} %`;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
