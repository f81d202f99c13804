import { describe, expect, test } from 'vitest';
import {
  assess,
  type Baseline,
  expectationAt,
  learn,
  type Measure,
  newBaseline,
  revive,
  serialise,
} from '../../electron/engine/baseline/baseline.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Monday. */
const START = Date.UTC(2026, 5, 1);

/** The same noise in every run, about normal with spread 1. */
function noise(seed = 1): () => number {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

interface Feed {
  from?: number;
  days: number;
  intervalMs?: number;
  valueAt: (at: number) => number;
  asleep?: (at: number) => boolean;
}

function feed(baseline: Baseline, { from = START, days, intervalMs, valueAt, asleep }: Feed): number {
  const step = intervalMs ?? baseline.intervalMs;
  let at = from;
  for (; at < from + days * DAY; at += step) if (!asleep?.(at)) learn(baseline, at, valueAt(at));
  return at;
}

function fresh(measure: Measure = 'count', intervalMs = 15 * MINUTE, zone = 'UTC'): Baseline {
  return newBaseline({ measure, intervalMs, zone });
}

/** Rows in a shop: ten times as many by day as by night, and half on weekends. */
function shop(random: () => number, level = 1_000): (at: number) => number {
  return (at) => {
    const hour = (at / HOUR) % 24;
    const weekend = (Math.floor(at / DAY) + 3) % 7 >= 5;
    const rhythm = hour >= 8 && hour < 20 ? 1 : 0.1;
    return Math.round(level * rhythm * (weekend ? 0.5 : 1) * Math.exp(0.05 * random()));
  };
}

const isBroken = (baseline: Baseline, at: number, value: number) => assess(baseline, at, value).broken;

describe('rhythm', () => {
  test('over day and week is found, and said', () => {
    const baseline = fresh();
    const end = feed(baseline, { days: 42, valueAt: shop(noise()) });
    const monday = expectationAt(baseline, end + 10 * HOUR);
    expect(monday.basis).toMatch(/^Mondays 10:00–11:00 \(\d weeks\)$/);
    expect(monday.centre).toBeGreaterThan(850);
    expect(monday.centre).toBeLessThan(1_150);
    const night = expectationAt(baseline, end + 3 * HOUR);
    expect(night.centre).toBeLessThan(130);
    const saturday = expectationAt(baseline, end + 5 * DAY + 10 * HOUR);
    expect(saturday.centre).toBeLessThan(600);
    expect(isBroken(baseline, end + 3 * HOUR, 1_000)).toBe(true);
    expect(isBroken(baseline, end + 10 * HOUR, 1_000)).toBe(false);
    expect(isBroken(baseline, end + 10 * HOUR, 100)).toBe(true);
  });

  test('is not invented where there is none', () => {
    const random = noise();
    const baseline = fresh('number');
    const end = feed(baseline, { days: 42, valueAt: () => 500 + 20 * random() });
    expect(expectationAt(baseline, end).basis).toBe('the last 24 h');
  });

  test('follows the wall clock through a change to summer time', () => {
    const random = noise();
    const baseline = fresh('count', 15 * MINUTE, 'Europe/Berlin');
    // Opens at 08:00 in Berlin: 07:00 UTC in winter, 06:00 UTC from 29 March 2026 on.
    const from = Date.UTC(2026, 1, 16);
    const change = Date.UTC(2026, 2, 29, 1);
    const valueAt = (at: number) => {
      const hour = ((at + (at < change ? 1 : 2) * HOUR) / HOUR) % 24;
      return Math.round((hour >= 8 && hour < 20 ? 1_000 : 50) * Math.exp(0.05 * random()));
    };
    feed(baseline, { from, days: 41, valueAt });
    const monday = Date.UTC(2026, 2, 30);
    expect(isBroken(baseline, monday + 6.5 * HOUR, 1_000)).toBe(false);
    expect(expectationAt(baseline, monday + 6.5 * HOUR).centre).toBeGreaterThan(800);
    expect(expectationAt(baseline, monday + 5.5 * HOUR).centre).toBeLessThan(100);
  });

  test('takes values twice in the hour that comes twice', () => {
    const baseline = fresh('number');
    feed(baseline, { days: 10, valueAt: () => 100 });
    const seen = baseline.seen;
    learn(baseline, START + 9 * DAY, 100);
    learn(baseline, START + 9 * DAY, 100);
    expect(baseline.seen).toBe(seen + 2);
    expect(expectationAt(baseline, START + 10 * DAY).centre).toBe(100);
  });
});

describe('change', () => {
  test('a trend is followed without a message', () => {
    const usual = shop(noise());
    const baseline = fresh();
    let broken = 0;
    feed(baseline, {
      days: 60,
      valueAt: (at) => {
        const value = usual(at) * 1.2 ** ((at - START) / (30 * DAY));
        if (isBroken(baseline, at, value)) broken += 1;
        return value;
      },
    });
    expect(broken).toBeLessThanOrEqual(2);
  });

  test('a step is broken at first, and normal once it has lasted', () => {
    const usual = shop(noise());
    const baseline = fresh();
    const step = feed(baseline, { days: 28, valueAt: usual });
    expect(isBroken(baseline, step + 10 * HOUR, 5_000)).toBe(true);
    feed(baseline, { from: step, days: 3, valueAt: (at) => 5 * usual(at) });
    expect(isBroken(baseline, step + 3 * DAY + 10 * HOUR, 5_000)).toBe(false);
    feed(baseline, { from: step + 3 * DAY, days: 28, valueAt: (at) => 5 * usual(at) });
    expect(isBroken(baseline, step + 31 * DAY + 10 * HOUR, 5_000)).toBe(false);
    expect(isBroken(baseline, step + 31 * DAY + 10 * HOUR, 1_000)).toBe(true);
  });

  test('an incident of some hours is not learned', () => {
    const usual = shop(noise());
    const baseline = fresh();
    const start = feed(baseline, { days: 28, valueAt: usual }) + 9 * HOUR;
    feed(baseline, { from: start - 9 * HOUR, days: 9 / 24, valueAt: usual });
    const before = expectationAt(baseline, start + 8 * HOUR);
    feed(baseline, { from: start, days: 8 / 24, valueAt: () => 0 });
    const after = expectationAt(baseline, start + 8 * HOUR);
    expect(isBroken(baseline, start + 8 * HOUR, 0)).toBe(true);
    expect(isBroken(baseline, start + 8 * HOUR, 1_000)).toBe(false);
    expect(Number(after.centre) / Number(before.centre)).toBeGreaterThan(0.9);
  });

  test('after an incident of days the former level is taken back at once', () => {
    const usual = shop(noise());
    const baseline = fresh();
    const start = feed(baseline, { days: 28, valueAt: usual });
    const end = feed(baseline, { from: start, days: 3, valueAt: (at) => 5 * usual(at) });
    feed(baseline, { from: end, days: 0.1, valueAt: usual });
    expect(isBroken(baseline, end + 10 * HOUR, 1_000)).toBe(false);
    feed(baseline, { from: end + 0.1 * DAY, days: 27.9, valueAt: usual });
    expect(isBroken(baseline, end + 28 * DAY + 10 * HOUR, 1_000)).toBe(false);
    expect(isBroken(baseline, end + 28 * DAY + 10 * HOUR, 5_000)).toBe(true);
  });

  test('a laptop that sleeps each night and all weekend leaves no hole', () => {
    const usual = shop(noise());
    const baseline = fresh();
    const asleep = (at: number) => (at / HOUR) % 24 < 7 || (Math.floor(at / DAY) + 3) % 7 >= 5;
    const end = feed(baseline, { days: 42, valueAt: usual, asleep });
    const { centre } = expectationAt(baseline, end + 10 * HOUR);
    expect(centre).toBeGreaterThan(850);
    expect(centre).toBeLessThan(1_150);
    expect(isBroken(baseline, end + 10 * HOUR, 1_000)).toBe(false);
    expect(isBroken(baseline, end + 10 * HOUR, 50)).toBe(true);
  });
});

describe('what the user said', () => {
  test('"this was fine" adopts a step at once', () => {
    const baseline = fresh('number');
    const random = noise();
    const at = feed(baseline, { days: 10, valueAt: () => 100 + random() });
    learn(baseline, at, 200);
    learn(baseline, at + 15 * MINUTE, 200);
    expect(isBroken(baseline, at + 30 * MINUTE, 200)).toBe(true);
    learn(baseline, at + 30 * MINUTE, 200, 'normal');
    expect(isBroken(baseline, at + 45 * MINUTE, 200)).toBe(false);
  });

  test('"this was fine" lets a spike that is over come again', () => {
    const baseline = fresh('number');
    const random = noise();
    const at = feed(baseline, { days: 10, valueAt: () => 100 + random() });
    expect(isBroken(baseline, at, 200)).toBe(true);
    learn(baseline, at, 200, 'normal');
    expect(isBroken(baseline, at, 200)).toBe(false);
  });

  test('"this was wrong" keeps what lasts from becoming normal', () => {
    const baseline = fresh('number');
    const random = noise();
    const at = feed(baseline, { days: 10, valueAt: () => 100 + random() });
    feed(baseline, { from: at, days: 0.1, valueAt: () => 200 });
    learn(baseline, at + 0.1 * DAY, 200, 'not_normal');
    feed(baseline, { from: at + 0.1 * DAY, days: 4, valueAt: () => 200 });
    expect(isBroken(baseline, at + 4.1 * DAY, 200)).toBe(true);
    expect(isBroken(baseline, at + 4.1 * DAY, 100)).toBe(false);
  });
});

describe('measures', () => {
  test('a count that was always the same has a little room, and 0 is outside', () => {
    const baseline = fresh();
    const at = feed(baseline, { days: 10, valueAt: () => 249 });
    expect(isBroken(baseline, at, 252)).toBe(false);
    expect(isBroken(baseline, at, 0)).toBe(true);
  });

  test('a share that was always 0 may rise by a hair, not to five percent', () => {
    const baseline = fresh('share');
    const at = feed(baseline, { days: 10, valueAt: () => 0 });
    const { lower, failLower, upper } = expectationAt(baseline, at);
    expect([lower, failLower]).toEqual([0, 0]);
    expect(upper).toBeGreaterThan(0);
    expect(isBroken(baseline, at, 0.02)).toBe(false);
    expect(isBroken(baseline, at, 5)).toBe(true);
  });

  test('an age is never too young', () => {
    const baseline = fresh('age');
    let i = 0;
    const at = feed(baseline, { days: 10, valueAt: () => (i++ * 37) % 900 });
    // A minute for clocks that differ.
    expect(expectationAt(baseline, at).failLower).toBe(-60);
    expect(isBroken(baseline, at, 0)).toBe(false);
    expect(isBroken(baseline, at, 12 * 3_600)).toBe(true);
  });
});

describe('state', () => {
  test('stays small after half a year at five minutes, and continues after a restart', () => {
    const usual = shop(noise(), 123_456);
    const baseline = fresh('count', 5 * MINUTE);
    const at = feed(baseline, { days: 180, valueAt: usual });
    const text = serialise(baseline);
    expect(text.length).toBeLessThan(6_400);
    const again = revive(text);
    if (!again) throw new Error('A text from serialise was not read.');
    expect(serialise(again)).toBe(text);
    const next = shop(noise(2), 123_456);
    feed(baseline, { from: at, days: 1, valueAt: shop(noise(2), 123_456) });
    feed(again, { from: at, days: 1, valueAt: next });
    const a = expectationAt(baseline, at + 1.4 * DAY);
    const b = expectationAt(again, at + 1.4 * DAY);
    expect(b.basis).toBe(a.basis);
    for (const edge of ['centre', 'lower', 'upper', 'failLower', 'failUpper'] as const)
      expect(Number(b[edge]) / Number(a[edge])).toBeCloseTo(1, 2);
  });

  test('never looks ahead: bounds are the same whatever is judged against them', () => {
    const baseline = fresh();
    const at = feed(baseline, { days: 10, valueAt: shop(noise()) });
    const before = serialise(baseline);
    const expectation = expectationAt(baseline, at);
    assess(baseline, at, 1e9);
    expect(expectationAt(baseline, at)).toEqual(expectation);
    expect(serialise(baseline)).toBe(before);
  });

  test('a value that is no number changes nothing', () => {
    const baseline = fresh();
    const at = feed(baseline, { days: 10, valueAt: shop(noise()) });
    const before = serialise(baseline);
    learn(baseline, at, Number.NaN);
    learn(baseline, at, Number.POSITIVE_INFINITY);
    expect(serialise(baseline)).toBe(before);
  });
});
