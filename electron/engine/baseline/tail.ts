/**
 * How rare a deviation is, judged by the series' own tail: where the rarest few percent begin (a running quantile) and
 * how they fall off from there (Hill 1975). One probability then means the same for calm and for bursty series, as in
 * SPOT (Siffer et al. 2017, "Anomaly Detection in Streams with Extreme Value Theory").
 */
import type { Tail } from './state.ts';

/** Share of the values beyond the edge of each tail. */
const BEYOND = 0.05;
/** Of a normal distribution: edge in mean absolute deviations, and Hill's mean there. */
const NORMAL: Tail = { edge: 2.06, reach: 0.16 };
const LEAST_REACH = 0.08;
const LEAST_EDGE = 1;

export function newTail(): Tail {
  return { ...NORMAL };
}

/** Probability of a deviation at least this large (in usual distances), at most 0.5. */
export function rarity(tail: Tail, distance: number): number {
  if (distance <= 0) return 0.5;
  const edge = Math.max(LEAST_EDGE, tail.edge);
  if (distance < edge) return 0.5 * (2 * BEYOND) ** (distance / edge);
  return BEYOND * (edge / distance) ** (1 / Math.max(LEAST_REACH, tail.reach));
}

/** The distance that is exceeded with this probability: the inverse of `rarity`, for bounds. */
export function distanceOf(tail: Tail, probability: number): number {
  const edge = Math.max(LEAST_EDGE, tail.edge);
  if (probability > BEYOND) return (edge * Math.log(2 * probability)) / Math.log(2 * BEYOND);
  return edge * (BEYOND / probability) ** Math.max(LEAST_REACH, tail.reach);
}

/** Takes one deviation in. Its reach is capped, so that a single extreme cannot open the bounds. */
export function learnTail(tail: Tail, distance: number, gain: number) {
  const beyond = distance > tail.edge;
  tail.edge *= 1 + gain * (beyond ? 1 - BEYOND : -BEYOND) * 2;
  tail.edge = Math.max(0.1, tail.edge);
  if (beyond)
    tail.reach += (gain / BEYOND) * 0.5 * (Math.min(1.5, Math.log(distance / tail.edge)) - tail.reach);
  tail.reach = Math.max(0.02, tail.reach);
}
