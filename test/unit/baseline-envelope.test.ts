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

function fresh(measure: Measure = 'count', zone = 'UTC'): Baseline {
  return newBaseline({ measure, intervalMs: 15 * MINUTE, zone });
}

function feed(baseline: Baseline, from: number, days: number, valueAt: (at: number) => number): number {
  let at = from;
  for (; at < from + days * DAY; at += baseline.intervalMs) learn(baseline, at, valueAt(at));
  return at;
}

/** The same every time, from −1 to 1. */
const wobble = (at: number) => Math.sin((at / MINUTE) * 12.9898);
const isWeekend = (at: number) => (Math.floor(at / DAY) + 3) % 7 >= 5;
const isBroken = (baseline: Baseline, at: number, value: number) => assess(baseline, at, value).broken;
const steady = (at: number) => Math.round(1_000 * (1 + 0.1 * wobble(at)));
const office = (at: number) => (isWeekend(at) ? 0 : steady(at));

describe('an envelope', () => {
  test('finds half and double of a steady count, and nothing between', () => {
    const baseline = fresh();
    const at = feed(baseline, START, 28, steady);
    for (const value of [500, 2_000, 0]) expect(isBroken(baseline, at, value)).toBe(true);
    for (const value of [850, 1_000, 1_150]) expect(isBroken(baseline, at, value)).toBe(false);
  });

  test('trusts a mean that has hardly scattered already in its first week, and gives others time', () => {
    const [length, price] = [fresh('number'), fresh('number')];
    const at = feed(length, START, 5, (now) => 20 + wobble(now));
    feed(price, START, 5, (now) => 20 + 8 * wobble(now));
    // Text that is cut off after 12 letters.
    expect(isBroken(length, at, 12)).toBe(true);
    for (const value of [18, 20, 22]) expect(isBroken(length, at, value)).toBe(false);
    expect(isBroken(price, at, 11)).toBe(false);
  });

  test('keeps the usual band within the fail bounds', () => {
    const baseline = fresh();
    const at = feed(baseline, START, 28, office);
    for (let hour = 0; hour < 168; hour++) {
      const { failLower, lower, centre, upper, failUpper } = expectationAt(baseline, at + hour * HOUR);
      const edges = [failLower, lower, centre, upper, failUpper].map(Number);
      expect(edges).toEqual(edges.toSorted((a, b) => a - b));
    }
  });

  test('does not let a feed that stops open its own bounds', () => {
    const age = (at: number) => (((at / MINUTE) * 7) % 40) * 60;
    const baseline = fresh('age');
    const stop = feed(baseline, START, 28, age);
    for (let at = stop; at < stop + 3 * DAY; at += 15 * MINUTE) {
      const value = 2_400 + (at - stop) / 1_000;
      if (at - stop > 2 * HOUR) expect(isBroken(baseline, at, value)).toBe(true);
      learn(baseline, at, value);
    }
  });

  test('never takes a table that stays empty for normal, unless it always was', () => {
    const baseline = fresh();
    const stop = feed(baseline, START, 28, steady);
    const end = feed(baseline, stop, 5, () => 0);
    expect(isBroken(baseline, end, 0)).toBe(true);
    expect(isBroken(baseline, end, 1_000)).toBe(false);
  });

  test('is quiet on the first and third Saturday of a table of weekdays, and strict on Mondays', () => {
    const baseline = fresh();
    for (let at = START; at < START + 28 * DAY; at += 15 * MINUTE) {
      if (at > START + 2 * DAY && isWeekend(at) && (at - START < 7 * DAY || at - START > 14 * DAY))
        if (at - START > 14 * DAY)
          // The first weekend is news; it must not be so again.
          expect(isBroken(baseline, at, 0)).toBe(false);
      learn(baseline, at, office(at));
    }
    expect(isBroken(baseline, START + 28 * DAY + 10 * HOUR, 0)).toBe(true);
  });

  test('forgets an outage of some hours: the same is found a week later', () => {
    const baseline = fresh();
    const start = feed(baseline, START, 28, steady) + 10 * HOUR;
    feed(baseline, start - 10 * HOUR, 7, (at) => (at >= start && at < start + 3 * HOUR ? 0 : steady(at)));
    expect(isBroken(baseline, start + 7 * DAY + HOUR, 0)).toBe(true);
  });

  test('adopts a step that lasts, within two days', () => {
    const baseline = fresh();
    const step = feed(baseline, START, 28, steady);
    expect(isBroken(baseline, step, 3_000)).toBe(true);
    const after = feed(baseline, step, 2, (at) => 3 * steady(at));
    expect(isBroken(baseline, after, 3_000)).toBe(false);
    expect(isBroken(baseline, after + 10 * HOUR, 3_000)).toBe(false);
    expect(isBroken(baseline, after + 10 * HOUR, 100)).toBe(true);
  });

  test('is strict where there has never been anything else', () => {
    const baseline = fresh();
    const at = feed(baseline, START, 60, () => 0);
    expect(isBroken(baseline, at, 0)).toBe(false);
    expect(isBroken(baseline, at, 3)).toBe(true);
  });

  test('goes by the wall clock when summer time begins', () => {
    const baseline = fresh('count', 'Europe/Berlin');
    const change = Date.UTC(2026, 2, 29, 1);
    const opens = (at: number) => {
      const hour = (at / HOUR + (at < change ? 1 : 2)) % 24;
      return hour >= 8 && hour < 20 ? steady(at) : 20;
    };
    feed(baseline, Date.UTC(2026, 1, 23), 35, opens);
    const tuesday = Date.UTC(2026, 2, 31);
    expect(isBroken(baseline, tuesday + 6.5 * HOUR, 1_000)).toBe(false);
    expect(isBroken(baseline, tuesday + 8 * HOUR, 100)).toBe(true);
    expect(isBroken(baseline, tuesday + 19.5 * HOUR, 1_000)).toBe(true);
  });

  test('is ready at once after two weeks of the past, and not after two hours', () => {
    const baseline = fresh();
    const at = feed(baseline, START, 14, steady);
    expect(expectationAt(baseline, at).ready).toBe(true);
    const young = fresh();
    feed(young, START, 2 / 24, steady);
    expect(expectationAt(young, START + 2 * HOUR)).toMatchObject({ ready: false, failLower: null });
  });

  test('widens at once by what the user called normal, and never by what was called wrong', () => {
    const fine = fresh();
    const at = feed(fine, START, 28, steady);
    expect(isBroken(fine, at, 4_000)).toBe(true);
    learn(fine, at, 4_000, 'normal');
    expect(isBroken(fine, at + 5 * HOUR, 4_000)).toBe(false);
    const wrong = fresh();
    feed(wrong, START, 28, steady);
    feed(wrong, at, 0.2, () => 4_000);
    learn(wrong, at + 0.2 * DAY, 4_000, 'not_normal');
    feed(wrong, at + 0.2 * DAY, 5, () => 4_000);
    expect(isBroken(wrong, at + 6 * DAY, 4_000)).toBe(true);
  });

  test('waits for the next time where single values have been off before', () => {
    const baseline = fresh();
    const at = feed(baseline, START, 40, steady);
    expect(expectationAt(baseline, at).blips).toBeNull();
    learn(baseline, at, 0);
    learn(baseline, at + 15 * MINUTE, 1_000);
    expect(expectationAt(baseline, at + HOUR).blips?.[0]).toBeLessThanOrEqual(0);
    expect(isBroken(baseline, at + HOUR, 0)).toBe(true);
  });

  test('goes on beyond the hours that a laptop was awake as it came, and knows better where it was awake', () => {
    const falling = (at: number) => steady(at) * 0.6 ** (((at % DAY) - 9 * HOUR) / HOUR);
    const lowestAt = (asleepFrom: number) => {
      const baseline = fresh();
      for (let at = START; at < START + 28 * DAY; at += baseline.intervalMs) {
        const hour = (at % DAY) / HOUR;
        if (hour >= 9 && hour < asleepFrom) learn(baseline, at, Math.round(falling(at)));
      }
      const at = START + 28 * DAY + 17.9 * HOUR;
      return Number(expectationAt(baseline, at).failLower) / falling(at);
    };
    const known = lowestAt(22);
    expect(lowestAt(18) / known).toBeGreaterThan(0.75);
    expect(lowestAt(18) / known).toBeLessThan(1.1);
  });

  test('is the same after a restart, and small', () => {
    for (const measure of ['count', 'age', 'share', 'number'] as const) {
      const baseline = fresh(measure);
      const at = feed(baseline, START, 60, (time) => 40 + 10 * wobble(time));
      const text = serialise(baseline);
      const again = revive(text);
      if (!again) throw new Error('A text from serialise was not read.');
      expect(serialise(again)).toBe(text);
      expect(text.length).toBeLessThan(6_400);
      const [a, b] = [expectationAt(baseline, at), expectationAt(again, at)];
      expect(Number(b.failUpper) / Number(a.failUpper)).toBeCloseTo(1, 1);
    }
    expect(revive('{"version":1}')).toBeNull();
  });
});
