import { expect, test } from 'vitest';
import { untilNextLook } from '../../electron/engine/clock.ts';

const EVERY_MS = 15_000;

/** When who begins to look at `from` does so in the first hour, if timers come `early` milliseconds early. */
function looks(from: number, everyMs: number, early = 0): number[] {
  const times: number[] = [];
  for (let at = from; ; times.push(at)) {
    at += untilNextLook(at, everyMs) - early;
    if (at > 3_600_000) break;
  }
  return times;
}

test('all that look now and then do so at one moment, whenever each began', () => {
  const often = new Set(looks(1_003, EVERY_MS));
  expect(looks(700, 2 * EVERY_MS).filter((at) => !often.has(at))).toStrictEqual([]);
  expect(looks(2_222, EVERY_MS).filter((at) => !often.has(at))).toStrictEqual([]);
});

test.each([0, 1, 20])('a timer that comes %i ms early does not have it look twice', (early) => {
  const times = looks(0, EVERY_MS, early);
  expect(times.filter((at, n) => n > 0 && at - (times[n - 1] ?? 0) !== EVERY_MS)).toStrictEqual([]);
});

test('nobody waits much longer or shorter than was asked for', () => {
  for (let now = 0; now < 2 * EVERY_MS; now += 7) {
    const ms = untilNextLook(now, EVERY_MS);
    expect(ms).toBeGreaterThanOrEqual(EVERY_MS / 2);
    expect(ms).toBeLessThan(EVERY_MS * 1.5);
  }
});
