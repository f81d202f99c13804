import { formatNumber, formatSeconds } from '../../../shared/format.ts';
import type { Pressure } from '../replica/api.ts';

/** Less lag than this comes and goes with every larger transaction. */
const LAG_FROM_S = 5;
/** Falling back: the lag grew by more than this part of the time that passed. */
const FALLING_BACK = 0.2;
const SLOW_RATIO = 2.5;
const SLOW_EXTRA_MS = 5;
/** Time in which a changed load becomes the usual one: the constant of its moving average. */
const USUAL_MS = 600_000;
/** Samples until the usual load counts as known. */
const KNOWN_AFTER = 6;
const BUSY_RATIO = 2;
/** On an idle server two queries instead of one are no stress. */
const BUSY_EXTRA = 4;
const FULL = 0.9;
/** Two samples that lie closer together tell no rate. */
const SHORTEST_MS = 1_000;

/** Reads signs of stress from one sample of a server after the other. Each sign is relative to the server's own past. */
export class Stress {
  private last: Pressure | null = null;
  private usualActive = { samples: 0, value: 0 };

  /** Why the server is under stress, as the rest of a sentence. Null when there is no sign of it. */
  of(pressure: Pressure, slowness: { ratio: number; extraMs: number } | null): string | null {
    const before = this.last?.server === pressure.server ? this.last : null;
    const elapsedMs = before === null ? 0 : (pressure.at - before.at) * 1_000;
    if (before !== null && elapsedMs >= 0 && elapsedMs < SHORTEST_MS) return null;
    this.last = pressure;
    // Another server behind the address, one that was restarted, or a clock that was set back: nothing to compare.
    if (before === null || elapsedMs < 0) return null;
    return (
      fallingBack(before, pressure, elapsedMs / 1_000) ??
      conflicts(before, pressure) ??
      slow(slowness) ??
      this.busy(before, pressure, elapsedMs) ??
      full(pressure)
    );
  }

  /** Queries that ran at one time, on average since the last sample: from the time that the server spent on them. */
  private busy(before: Pressure, { activeMs }: Pressure, elapsedMs: number): string | null {
    if (activeMs === null || before.activeMs === null || activeMs < before.activeMs) return null;
    const active = (activeMs - before.activeMs) / elapsedMs;
    const { samples, value: usual } = this.usualActive;
    const alpha = Math.max(1 - Math.exp(-elapsedMs / USUAL_MS), 1 / (samples + 1));
    this.usualActive = { samples: samples + 1, value: usual + (active - usual) * alpha };
    if (samples < KNOWN_AFTER || active < Math.max(usual * BUSY_RATIO, usual + BUSY_EXTRA)) return null;
    return `the replica runs ${one(active)} queries at a time, usually ${one(usual)}`;
  }
}

function fallingBack(before: Pressure, { lagSeconds }: Pressure, seconds: number): string | null {
  if (lagSeconds === null || before.lagSeconds === null || lagSeconds < LAG_FROM_S) return null;
  if (lagSeconds - before.lagSeconds < seconds * FALLING_BACK) return null;
  return `the replica is ${formatSeconds(lagSeconds)} behind and falling back`;
}

function conflicts(before: Pressure, { conflicts: now }: Pressure): string | null {
  if (now === null || before.conflicts === null || now <= before.conflicts) return null;
  const count = now - before.conflicts;
  return count === 1
    ? 'replay had to cancel a query on the replica'
    : `replay had to cancel ${count} queries on the replica`;
}

function slow(slowness: { ratio: number; extraMs: number } | null): string | null {
  if (slowness === null || slowness.ratio < SLOW_RATIO || slowness.extraMs < SLOW_EXTRA_MS) return null;
  return `Pulse's own queries take ${one(slowness.ratio)} times as long as usual`;
}

function full({ sessions, maxSessions }: Pressure): string | null {
  if (sessions === null || maxSessions === null || sessions < maxSessions * FULL) return null;
  return `${sessions} of the server's ${maxSessions} connections are taken`;
}

const one = (value: number) => formatNumber(Math.round(value * 10) / 10);
