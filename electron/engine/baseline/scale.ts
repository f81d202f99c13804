import type { Measure } from './state.ts';

/** Ages are told apart by minutes: what is younger is all the same. */
const AGE_STEP = 60;

/**
 * The scale on which a measure's noise is about as large everywhere, so that one spread serves night and day. Counts,
 * rates and ages: logarithm (growth and rhythm multiply them). Shares: arcsine of the root (Anscombe 1948), which
 * also holds bounds within 0 to 100. Numbers: as they are.
 */
export function toScale(measure: Measure, value: number): number {
  switch (measure) {
    case 'count':
    case 'rate':
      return value < 0 ? -Math.log1p(-value) : Math.log1p(value);
    case 'age':
      return Math.log(AGE_STEP + Math.max(0, value));
    case 'share':
      return Math.asin(Math.sqrt(clamp(value, 0, 100) / 100));
    case 'number':
      return value;
  }
}

/** The value at a place on the scale. Never below 0 but for numbers, and rates and counts that have been. */
export function fromScale(measure: Measure, scaled: number): number {
  switch (measure) {
    case 'count':
    case 'rate':
      return scaled < 0 ? -Math.expm1(Math.min(-scaled, 700)) : Math.expm1(Math.min(scaled, 700));
    case 'age':
      return Math.max(0, Math.exp(Math.min(scaled, 700)) - AGE_STEP);
    case 'share':
      return 100 * Math.sin(clamp(scaled, 0, Math.PI / 2)) ** 2;
    case 'number':
      return scaled;
  }
}

/**
 * The least distance that may count as usual at a place on the scale: what chance alone does (counts: Poisson), and
 * what nobody would call a difference (ages and numbers a few percent, shares about a tenth of a percent near 0, half
 * a step where all values are whole).
 */
export function leastSpread(measure: Measure, centre: number, whole: boolean): number {
  switch (measure) {
    case 'count': {
      const mean = Math.max(0, fromScale('count', centre));
      return Math.sqrt(mean + 0.25) / (1 + mean);
    }
    case 'rate':
    case 'share':
      return 0.01;
    case 'age':
      return 0.05;
    case 'number':
      return Math.max(1e-9, 0.01 * Math.abs(centre), whole ? 0.5 : 0);
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
