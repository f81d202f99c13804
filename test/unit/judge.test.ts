import { describe, expect, test } from 'vitest';
import { formatNormal, judge, judgeValue } from '../../electron/engine/checks/judge.ts';
import { NO_BOUNDS } from '../../shared/domain/check.ts';

describe('fixed bounds', () => {
  const bounds = { warnMin: 10, warnMax: 20, failMin: 5, failMax: 30 };

  test.each([
    [4.9, 'fail'],
    [5, 'warn'],
    [9.9, 'warn'],
    [10, 'pass'],
    [20, 'pass'],
    [20.1, 'warn'],
    [30, 'warn'],
    [30.1, 'fail'],
    [Number.POSITIVE_INFINITY, 'fail'],
    [Number.NEGATIVE_INFINITY, 'fail'],
  ])('%d is %s', (value, status) => {
    expect(judgeValue(value, bounds)).toBe(status);
  });

  test('without bounds every value passes', () => {
    expect(judgeValue(-1e9, NO_BOUNDS)).toBe('pass');
  });
});

describe('verdict', () => {
  test('nothing measured is learning, never healthy', () => {
    expect(judge({ value: null, finding: '' }, NO_BOUNDS)).toBe('learning');
  });

  test('a type may say that nothing measured is a failure', () => {
    expect(judge({ value: null, finding: '', status: 'fail' }, NO_BOUNDS)).toBe('fail');
  });

  test("a type's own warning holds where bounds see nothing, and gives way to a failure", () => {
    expect(judge({ value: 0, finding: '', status: 'warn' }, { ...NO_BOUNDS, failMax: 0 })).toBe('warn');
    expect(judge({ value: 1, finding: '', status: 'warn' }, { ...NO_BOUNDS, failMax: 0 })).toBe('fail');
  });

  test('a passing word of the type does not hide a bad value', () => {
    expect(judge({ value: 9, finding: '', status: 'pass' }, { ...NO_BOUNDS, failMax: 0 })).toBe('fail');
  });
});

test('normal is said with the tighter bound of each side', () => {
  expect(formatNormal({ warnMin: 10, warnMax: null, failMin: 5, failMax: 30 }, 'rows')).toBe(
    'normal is 10 rows to 30 rows',
  );
  expect(formatNormal({ ...NO_BOUNDS, failMax: 300 }, 'seconds')).toBe('normal is at most 5 min');
  expect(formatNormal(NO_BOUNDS, 'rows')).toBeNull();
});
