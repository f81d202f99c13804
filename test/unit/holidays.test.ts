import { describe, expect, test } from 'vitest';
import {
  assess,
  type Baseline,
  expectationAt,
  learn,
  newBaseline,
} from '../../electron/engine/baseline/baseline.ts';
import { expectationOnHoliday, holidayAt } from '../../electron/engine/baseline/holiday.ts';
import { formatHolidays, Holiday, holidayOn, parseHolidays } from '../../shared/domain/holidays.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const START = Date.UTC(2026, 5, 1);
const wobble = (at: number) => Math.sin((at / 60_000) * 12.9898);
const isWeekend = (at: number) => (Math.floor(at / DAY) + 3) % 7 >= 5;
const office = (at: number) => Math.round((isWeekend(at) ? 100 : 1_000) * (1 + 0.1 * wobble(at)));

function learned(weeks: number): Baseline {
  const baseline = newBaseline({ measure: 'count', intervalMs: HOUR, zone: 'UTC' });
  for (let at = START; at < START + weeks * 7 * DAY; at += HOUR) learn(baseline, at, office(at));
  return baseline;
}

describe('a list of holidays', () => {
  test('is read a line each, and written the same way', () => {
    const text = '12-25 Christmas Day\n2027-04-05 Easter Monday\n12-24..01-01 Christmas break';
    const { holidays, problems } = parseHolidays(`\n${text}\r\n\n`);
    expect(problems).toEqual([]);
    expect(holidays[2]).toEqual({ from: '12-24', to: '01-01', name: 'Christmas break' });
    expect(formatHolidays(holidays)).toBe(text);
  });

  test('says which line it does not understand, and why', () => {
    const lines = [
      '02-30 No day',
      '25.12. Christmas',
      '12-25',
      '2026-05-02..2026-05-01 x',
      '2026-05-01..05-02 x',
    ];
    expect(parseHolidays(lines.join('\n')).problems).toEqual([
      { line: 1, message: 'Give a day such as 2026-12-25, or 12-25 for every year.' },
      { line: 2, message: 'Give a day such as 2026-12-25, or 12-25 for every year.' },
      { line: 3, message: 'Give it a name.' },
      { line: 4, message: 'It ends before it begins.' },
      { line: 5, message: 'Both days need a year, or neither.' },
    ]);
  });

  test('knows days of one year, of every year, and breaks over the end of a year', () => {
    const { holidays } = parseHolidays('2027-04-05 Easter\n12-24..01-01 Break\n02-29 Leap day');
    const on = (day: string) => holidayOn(holidays, day);
    expect([on('2027-04-05'), on('2028-04-05')]).toEqual(['Easter', null]);
    expect([
      on('2026-12-23'),
      on('2026-12-24'),
      on('2026-12-31'),
      on('2027-01-01'),
      on('2027-01-02'),
    ]).toEqual([null, 'Break', 'Break', 'Break', null]);
    expect(on('2028-02-29')).toBe('Leap day');
  });

  test('goes by the wall clock of its zone', () => {
    const holidays = [Holiday.parse({ from: '12-25', name: 'Christmas Day' })];
    const at = Date.UTC(2026, 11, 24, 23, 30);
    expect(holidayAt(holidays, at, 'UTC')).toBeNull();
    expect(holidayAt(holidays, at, 'Europe/Berlin')).toBe('Christmas Day');
    expect(holidayAt(holidays, at + DAY, 'Europe/Berlin')).toBeNull();
  });
});

describe('a holiday on a weekday', () => {
  const at = START + 6 * 7 * DAY + 10 * HOUR;

  test('may be as quiet as a weekend, or half as quiet again, and as busy as ever', () => {
    const baseline = learned(6);
    expect(assess(baseline, at, 100).broken).toBe(true);
    const { failLower, failUpper, lower, upper, basis } = expectationOnHoliday(baseline, at, 'May Day');
    expect(failLower).toBeLessThan(60);
    expect(lower).toBeLessThanOrEqual(100);
    expect(upper).toBeGreaterThanOrEqual(1_000);
    // Nothing at all is still a feed that stopped.
    expect(failLower).toBeGreaterThan(0);
    expect(failUpper).toBeGreaterThan(Number(expectationAt(baseline, at).failUpper));
    expect(basis).toContain('May Day');
  });

  test('is not judged while too little is known', () => {
    expect(expectationOnHoliday(learned(0), at, 'May Day').ready).toBe(false);
  });

  test('keeps a share within 0 to 100 %, and has no bound where there is none', () => {
    const share = newBaseline({ measure: 'share', intervalMs: HOUR, zone: 'UTC' });
    for (let time = START; time < at; time += HOUR) learn(share, time, 95 + 4 * wobble(time));
    const { failLower, failUpper } = expectationOnHoliday(share, at, 'May Day');
    expect(failLower).toBeGreaterThanOrEqual(0);
    expect(failUpper).toBeLessThanOrEqual(100);
  });
});
