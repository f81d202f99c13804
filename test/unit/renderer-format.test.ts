import { describe, expect, it } from 'vitest';
import { timeOfDay } from '../../renderer/src/components/fields/time-of-day.ts';
import { every, roughly, took } from '../../renderer/src/format/duration.ts';
import { bytes, shortCount } from '../../renderer/src/format/number.ts';
import { ago, fullTime, lasting, setTimeZone, shortTime, until } from '../../renderer/src/format/time.ts';
import { boundsInWords, inLittleRoom, inUnit, onAxis } from '../../renderer/src/format/unit.ts';
import { proofInWords } from '../../renderer/src/screens/connections/stop-words.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';
import type { Health } from '../../shared/domain/status.ts';
import { summary } from '../../shared/summary.ts';

const DAY = 86_400_000;

const replica = {
  name: 'replica-eu',
  status: 'ready',
  role: 'replica',
  lagSeconds: 0.4,
  budget: { deferred: { checks: 0, sentence: null } },
} as const;
const tables = (...healths: Health[]) => healths.map((health) => ({ health }));

describe('the first line of the overview', () => {
  it('is the answer in words', () => {
    const list = tables(...Array<Health>(11).fill('healthy'), 'broken');
    expect(summary(list, [replica])).toBe('11 tables healthy, 1 broken; replica 0.4 s behind');
  });

  it('says it shortly when all is well', () => {
    expect(summary(tables('healthy', 'healthy'), [{ ...replica, lagSeconds: 0 }])).toBe(
      'All 2 tables healthy; replica in step',
    );
    expect(summary(tables('healthy'), [replica])).toBe('The one table is healthy; replica 0.4 s behind');
  });

  it('never lets a table that was not judged pass for healthy', () => {
    expect(summary(tables('unjudged', 'learning'), [replica])).toBe(
      '1 table not judged, 1 learning; replica 0.4 s behind',
    );
  });

  it('names the connections that are away, and else the worst lag', () => {
    const down = { ...replica, name: 'replica-us', status: 'down', lagSeconds: null } as const;
    expect(summary(tables('healthy'), [replica, down])).toContain('; replica-us down');
    expect(summary(tables('healthy'), [replica, { ...replica, lagSeconds: 12 }])).toContain(
      '; 2 replicas at most 12 s behind',
    );
    const inStep = { ...replica, lagSeconds: 0 };
    expect(summary(tables('healthy'), [inStep, { ...inStep, lagSeconds: 0.04 }])).toBe(
      'The one table is healthy; 2 replicas in step',
    );
  });

  it('says what is held back, and that nothing is watched while all is paused', () => {
    const behind = { ...replica, budget: { deferred: { checks: 3, sentence: '' } } };
    expect(summary(tables('healthy', 'broken', 'unjudged'), [behind])).toBe(
      '1 table healthy, 1 broken, 1 not judged; replica 0.4 s behind; 3 checks held back',
    );
    expect(summary(tables('unjudged'), [behind], true)).toBe('1 table not judged; all watching is paused');
  });

  it('says what is missing at the beginning', () => {
    expect(summary([], [])).toBe('Nothing is watched yet');
    expect(summary([], [replica])).toBe('No tables monitored yet; replica 0.4 s behind');
  });
});

describe('bounds in words', () => {
  it('says both sides in the unit of the check', () => {
    expect(boundsInWords({ ...NO_BOUNDS, warnMax: 900, failMax: 3_600 }, 'seconds')).toBe(
      'Warns above 15 min, fails above 1 h.',
    );
    expect(boundsInWords({ ...NO_BOUNDS, failMin: 200, failMax: 900 }, 'rows')).toBe(
      'Fails outside 200 to 900 rows.',
    );
    expect(boundsInWords({ ...NO_BOUNDS, warnMin: 0.5 }, 'percent')).toBe('Warns below 0.5 %.');
    expect(boundsInWords({ ...NO_BOUNDS, failMin: -60, failMax: 300 }, 'seconds')).toBe(
      'Fails above 5 min or more than 1 min in the future.',
    );
    expect(boundsInWords(NO_BOUNDS, 'number')).toBe('No fixed bounds.');
  });

  it('takes zero for a bound', () => {
    expect(boundsInWords({ ...NO_BOUNDS, failMax: 0 }, 'rows')).toBe('Fails above 0 rows.');
  });
});

describe('values', () => {
  it('never puts the same word at two lines of an axis', () => {
    expect([1, 1.5, 2].map((value) => onAxis(value, 'seconds'))).toEqual(['1 s', '1.5 s', '2 s']);
  });

  it('speaks each unit', () => {
    expect(inUnit(11_520, 'seconds')).toBe('3 h 12 min');
    expect(inUnit(1, 'rows')).toBe('1 row');
    expect(inUnit(2, 'differences')).toBe('2 differences');
    expect(inUnit(4.7, 'percent')).toBe('4.7 %');
  });

  it('shortens large ones', () => {
    expect(shortCount(9_999)).toBe('9,999');
    expect(shortCount(1_234_567)).toBe('1.23M');
    expect(inLittleRoom(999_999, 'rows')).toBe('999,999 rows');
    expect(inLittleRoom(5_708_345_678, 'rows')).toBe('5.71B rows');
    expect(inLittleRoom(1_234_567, 'seconds')).toBe('14 d 6 h');
    expect(bytes(1_500)).toBe('1.5 kB');
    expect(bytes(3 * 1024 ** 3)).toBe('3 GB');
  });
});

describe('times', () => {
  const now = Date.UTC(2025, 5, 1, 12, 0, 0);
  it('ticks in one unit', () => {
    expect(ago(now - 1_000, now)).toBe('just now');
    expect(ago(now - 12_000, now)).toBe('12 s ago');
    expect(ago(now - 5_400_000, now)).toBe('1 h ago');
    expect(until(now + 90_000, now)).toBe('in 1 min');
    expect(until(now - 5_000, now)).toBe('due now');
    expect(roughly(3 * 86_400)).toBe('3 d');
  });

  it('tells no seconds where it is drawn once a minute only', () => {
    expect(ago(now - 1_000, now, true)).toBe('< 1 min ago');
    expect(ago(now - 59_000, now, true)).toBe('< 1 min ago');
    expect(ago(now - 61_000, now, true)).toBe('1 min ago');
    expect(until(now + 12_000, now, true)).toBe('in < 1 min');
    expect(until(now, now, true)).toBe('due now');
    expect(lasting(now - 12_000, now, true)).toBe('for < 1 min');
  });

  it('keeps UTC in the tooltip', () => {
    expect(fullTime(now)).toContain('2025-06-01 12:00:00 UTC');
  });

  it('says how often and how long', () => {
    expect(every(60_000)).toBe('every minute');
    expect(every(300_000)).toBe('every 5 min');
    expect(took(0.4)).toBe('< 1 ms');
    expect(took(1_240)).toBe('1.2 s');
  });
});

describe('the proof of an emergency stop', () => {
  const proof = { connectionId: 1, connection: 'Shop replica', cancelled: 2, confirmedGone: 2, ms: 180 };

  it('says what was cancelled, and whether the server confirmed it', () => {
    expect(proofInWords(proof)).toBe(
      '2 queries cancelled; the server confirmed that all are gone, within 180 ms.',
    );
    expect(proofInWords({ ...proof, cancelled: 0, confirmedGone: 0 })).toBe('Nothing was running (180 ms).');
    expect(proofInWords({ ...proof, confirmedGone: 1 })).toContain('confirmed that 1 of them is gone');
  });
});

describe('a time of day', () => {
  it('is understood as people type it', () => {
    expect(['22:00', '7:05', '7.05', '2200', ' 7 ', '0'].map(timeOfDay)).toEqual([
      '22:00',
      '07:05',
      '07:05',
      '22:00',
      '07:00',
      '00:00',
    ]);
  });

  it('is refused when no clock shows it', () => {
    expect(['24:00', '12:60', 'noon', '', '1:2:3'].map(timeOfDay)).toEqual([null, null, null, null, null]);
  });
});

describe('the clock of the window', () => {
  it('can be UTC, and says so', () => {
    const at = Date.UTC(2026, 6, 1, 23, 30);
    setTimeZone('utc');
    expect(shortTime(at, at + 60_000)).toMatch(/^23:30:00 UTC$/);
    expect(shortTime(at, at + 3_600_000)).toBe('1 Jul, 23:30 UTC');
    expect(shortTime(at, at + 180 * DAY)).toBe('1 Jul, 23:30 UTC');
    expect(shortTime(at, at + 200 * DAY)).toBe('1 Jul 2026, 23:30 UTC');
    expect(shortTime(at, at - 200 * DAY)).toBe('1 Jul 2026, 23:30 UTC');
    setTimeZone('local');
    expect(shortTime(at, at + 60_000)).not.toContain('UTC');
  });
});
