import { afterEach, describe, expect, it } from 'vitest';
import { isQuiet } from '../../electron/engine/incidents/quiet-hours.ts';
import { untilWords } from '../../electron/engine/incidents/words.ts';
import { fullTime } from '../../renderer/src/format/time.ts';
import { dayAndTime } from '../../shared/loss-words.ts';

const before = process.env.TZ;
afterEach(() => {
  if (before === undefined) delete process.env.TZ;
  else process.env.TZ = before;
});

/** Monday. */
const AT = Date.UTC(2026, 0, 5, 14, 30);
const nightly = { enabled: true, from: '22:00', to: '07:00', days: [0, 1, 2, 3, 4, 5, 6] };

describe('a computer that is taken to another time zone', () => {
  it.each([
    ['Europe/Berlin', false, '15:30'],
    ['Asia/Tokyo', true, '23:30'],
    ['Europe/Berlin', false, '15:30'],
    ['Asia/Kolkata', false, '20:00'],
  ])('tells its quiet hours and its times as in %s', (zone, quiet, time) => {
    process.env.TZ = zone;
    expect(isQuiet(nightly, AT)).toBe(quiet);
    expect(untilWords(AT, AT - 60_000)).toBe(`until ${time}`);
    expect(untilWords(AT, AT - 86_400_000)).toBe(`until 5 Jan, ${time}`);
    expect(dayAndTime(AT, AT)).toBe(`5 Jan ${time}`);
    expect(fullTime(AT)).toContain(time);
  });

  it('knows the nights on which its clock is changed', () => {
    process.env.TZ = 'Europe/Berlin';
    const hour = { ...nightly, from: '02:00', to: '03:00' };
    // 02:00 does not come on 29 March, and comes twice on 25 October.
    expect([0, 1, 2].map((h) => isQuiet(hour, Date.UTC(2026, 2, 29, h)))).toEqual([false, false, false]);
    expect([0, 1, 2].map((h) => isQuiet(hour, Date.UTC(2026, 9, 25, h)))).toEqual([true, true, false]);
  });
});
