import type { Clock } from './ports.ts';

/** `setTimeout` fires at once for a longer wait than this (a 32 bit number of milliseconds). */
const LONGEST_MS = 2_147_483_647;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
