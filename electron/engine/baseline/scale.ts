import type { Measure } from './state.ts';

/**
 * The scale on which a measure's noise is about as large everywhere, so that one spread serves night and day. Counts
 * and rates: logarithm (growth and rhythm multiply them). Shares: arcsine of the root (Anscombe 1948), which also
 * holds bounds within 0 to 100. Others: as they are.
 */
export function toScale(measure: Measure, value: number): number {
  switch (measure) {
    case 'count':
    case 'rate':
      return value < 0 ? -Math.log1p(-value) : Math.log1p(value);
    case 'share':
      return Math.asin(Math.sqrt(clamp(value, 0, 100) / 100));
    default:
      return value;
  }
}

/** The value at a place on the scale. */
export function fromScale(measure: Measure, scaled: number): number {
  switch (measure) {
    case 'count':
    case 'rate':
      return scaled < 0 ? -Math.expm1(-scaled) : Math.expm1(Math.min(scaled, 700));
    case 'share':
      return 100 * Math.sin(clamp(scaled, 0, Math.PI / 2)) ** 2;
    default:
      return scaled;
  }
}

/**
 * The least distance that may count as usual at a place on the scale: what chance alone does (counts: Poisson), and
 * what nobody would call a difference (shares: about a tenth of a percent near 0; ages: a tenth of the interval).
 */
export function leastSpread(measure: Measure, centre: number, intervalMs: number): number {
  switch (measure) {
    case 'count': {
      const mean = Math.max(0, fromScale('count', centre));
      return Math.sqrt(mean + 0.25) / (1 + mean);
    }
    case 'rate':
      return 0.01;
    case 'share':
      return 0.01;
    case 'age':
      return Math.max(1, intervalMs / 10_000, 0.01 * Math.abs(centre));
    case 'number':
      return Math.max(1e-9, 0.01 * Math.abs(centre));
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
