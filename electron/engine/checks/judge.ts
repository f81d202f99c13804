import type { Bounds, Unit } from '../../../shared/domain/check.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import { formatNumber, formatSeconds } from '../../../shared/format.ts';
import type { Observation } from './check-type.ts';

const rank: Partial<Record<RunStatus, number>> = { pass: 0, warn: 1, fail: 2 };

/** Which side of fixed bounds a value is on. Bounds are inclusive. */
export function judgeValue(value: number, bounds: Bounds): 'pass' | 'warn' | 'fail' {
  if (outside(value, bounds.failMin, bounds.failMax)) return 'fail';
  if (outside(value, bounds.warnMin, bounds.warnMax)) return 'warn';
  return 'pass';
}

function outside(value: number, min: number | null, max: number | null): boolean {
  return (min !== null && value < min) || (max !== null && value > max);
}

/**
 * The verdict on an observation. A status that the check type set itself wins when bounds have nothing to
 * say (no value), and never makes a bad value look better.
 */
export function judge(observation: Observation, bounds: Bounds): RunStatus {
  const own = observation.status;
  if (observation.value === null) return own ?? 'learning';
  const byBounds = judgeValue(observation.value, bounds);
  if (own === undefined) return byBounds;
  if (rank[own] === undefined) return own;
  return (rank[own] ?? 0) > (rank[byBounds] ?? 0) ? own : byBounds;
}

/** A value with its unit: `14 min`, `2.5 %`, `1,200 rows`. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'seconds':
      return formatSeconds(value);
    case 'percent':
      return `${formatNumber(value)} %`;
    case 'rows':
      return `${formatNumber(value)} ${value === 1 ? 'row' : 'rows'}`;
    case 'differences':
      return `${formatNumber(value)} ${value === 1 ? 'difference' : 'differences'}`;
    case 'number':
      return formatNumber(value);
  }
}

/** "normal is 400 rows to 900 rows"; the tighter of the warn and fail bounds on each side. Null without bounds. */
export function formatNormal(bounds: Bounds, unit: Unit): string | null {
  const min = tightest(bounds.warnMin, bounds.failMin, Math.max);
  const max = tightest(bounds.warnMax, bounds.failMax, Math.min);
  if (min !== null && max !== null) {
    if (min === max) return `normal is ${formatValue(min, unit)}`;
    return `normal is ${formatValue(min, unit)} to ${formatValue(max, unit)}`;
  }
  if (max !== null) return `normal is at most ${formatValue(max, unit)}`;
  if (min !== null) return `normal is at least ${formatValue(min, unit)}`;
  return null;
}

function tightest(a: number | null, b: number | null, pick: (a: number, b: number) => number): number | null {
  if (a === null) return b;
  return b === null ? a : pick(a, b);
}
