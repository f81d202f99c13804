import type { EpochMs } from '../../shared/domain/primitives.ts';
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

/**
 * Milliseconds until who looks about every `everyMs` looks next: at a full multiple of it on the wall clock. All that look
 * now and then do so at one moment, as each time the machine wakes costs more than the look itself.
 */
export function untilNextLook(now: EpochMs, everyMs: number): number {
  const ms = everyMs - (now % everyMs);
  // A timer may come a moment early.
  return ms < everyMs / 2 ? ms + everyMs : ms;
}
