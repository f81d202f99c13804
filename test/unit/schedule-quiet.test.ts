import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quietUntil } from '../../electron/engine/schedule/quiet-window.ts';

const BERLIN = 'Europe/Berlin';
const at = (text: string) => Date.parse(text);
const until = (from: string, to: string, now: string, zone = BERLIN) => {
  const end = quietUntil({ from, to, zone }, at(now));
  return end === null ? null : new Date(end).toISOString();
};

describe('quiet window', () => {
  test('within a day, in the zone of the connection', () => {
    expect(until('09:00', '17:30', '2026-01-15T07:59:59Z')).toBeNull();
    expect(until('09:00', '17:30', '2026-01-15T08:00:00Z')).toBe('2026-01-15T16:30:00.000Z');
    expect(until('09:00', '17:30', '2026-01-15T16:29:59.999Z')).toBe('2026-01-15T16:30:00.000Z');
    expect(until('09:00', '17:30', '2026-01-15T16:30:00Z')).toBeNull();
    expect(until('09:00', '17:30', '2026-01-15T08:00:00Z', 'Asia/Kathmandu')).toBe(
      '2026-01-15T11:45:00.000Z',
    );
  });

  test('over midnight', () => {
    expect(until('22:00', '06:00', '2026-01-15T20:59:00Z')).toBeNull();
    expect(until('22:00', '06:00', '2026-01-15T21:00:00Z')).toBe('2026-01-16T05:00:00.000Z');
    expect(until('22:00', '06:00', '2026-01-16T04:59:00Z')).toBe('2026-01-16T05:00:00.000Z');
  });

  test('one that ends when it begins is none', () => {
    expect(until('06:00', '06:00', '2026-01-15T05:00:00Z')).toBeNull();
  });

  test('in the night when clocks go forward, it ends by the wall clock, an hour sooner', () => {
    expect(until('22:00', '06:00', '2026-03-28T21:30:00Z')).toBe('2026-03-29T04:00:00.000Z');
  });

  test('in the night when clocks go back, an hour later', () => {
    expect(until('22:00', '06:00', '2026-10-24T20:30:00Z')).toBe('2026-10-25T05:00:00.000Z');
  });

  test('an end that the clocks skip is the moment at which they skip it', () => {
    expect(until('00:00', '02:30', '2026-03-29T00:30:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });

  test('an end that comes twice counts both times', () => {
    expect(until('00:00', '02:30', '2026-10-24T23:30:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(until('00:00', '02:30', '2026-10-25T00:45:00Z')).toBeNull();
    expect(until('00:00', '02:30', '2026-10-25T01:10:00Z')).toBe('2026-10-25T01:30:00.000Z');
  });

  test('its end is the first minute that is not quiet, whatever the zone and the day', () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const zones = fc.constantFrom(
      BERLIN,
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
      'Africa/Casablanca',
    );
    const minutes = fc.integer({
      min: at('2026-01-01T00:00:00Z') / 60_000,
      max: at('2027-01-01T00:00:00Z') / 60_000,
    });
    fc.assert(
      fc.property(time, time, zones, minutes, (from, to, zone, minute) => {
        const window = { from, to, zone };
        const end = quietUntil(window, minute * 60_000);
        if (end === null) return;
        expect(quietUntil(window, end)).toBeNull();
        for (let t = minute * 60_000; t < end; t += 60_000) expect(quietUntil(window, t)).toBe(end);
      }),
      { numRuns: 60 },
    );
  });
});
