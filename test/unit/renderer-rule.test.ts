import { describe, expect, it } from 'vitest';
import { usualInWords, valueRange, withHoles } from '../../renderer/src/components/chart/points.ts';
import { drawnBounds, ruleInWords } from '../../renderer/src/format/rule.ts';
import { sortOut } from '../../renderer/src/screens/table/calm.ts';
import { pathOf } from '../../renderer/src/screens/table/spark-path.ts';
import { type CheckView, FIXED, NO_BOUNDS } from '../../shared/domain/check.ts';
import type { RunStatus } from '../../shared/domain/status.ts';

const bounds = { ...NO_BOUNDS, failMin: -50, failMax: 100 };
const learned = { kind: 'anomaly', sides: 'lower', guard: 'while_learning' } as const;

describe('a rule in words', () => {
  it('says fixed bounds in the unit, and what only warns', () => {
    const fixed = { rule: FIXED, bounds: { ...NO_BOUNDS, failMax: 3_600 }, severity: 'broken' } as const;
    expect(ruleInWords(fixed, 'seconds')).toBe('Fails above 1 h.');
    expect(ruleInWords({ ...fixed, severity: 'warning' }, 'seconds')).toBe('Warns above 1 h.');
  });

  it('says a change in percent, whatever the check counts', () => {
    const rule = { kind: 'change', against: 'week' } as const;
    expect(ruleInWords({ rule, bounds, severity: 'broken' }, 'rows')).toBe(
      'Fails outside -50 % to 100 % of change against the same time a week ago.',
    );
    expect(ruleInWords({ rule, bounds: NO_BOUNDS, severity: 'broken' }, 'rows')).toContain('no bounds yet');
  });

  it('says which side of normal is bad, and when the rails hold', () => {
    const check = { rule: learned, bounds: { ...NO_BOUNDS, failMin: 1 }, severity: 'broken' } as const;
    expect(ruleInWords(check, 'rows')).toBe(
      'Fails below what is usual at that hour. Until that is learned, it fails below 1 row.',
    );
    expect(ruleInWords({ ...check, bounds: NO_BOUNDS }, 'rows')).toBe(
      'Fails below what is usual at that hour.',
    );
  });
});

describe('what a chart draws', () => {
  const unknown = { low: null, high: null };

  it('leaves out bounds that are not on the scale of the values, or no longer hold', () => {
    expect(drawnBounds({ rule: { kind: 'change', against: 'day' }, bounds }, unknown)).toEqual(NO_BOUNDS);
    expect(drawnBounds({ rule: learned, bounds }, unknown)).toEqual(bounds);
    expect(drawnBounds({ rule: learned, bounds }, { low: 4, high: null })).toEqual(NO_BOUNDS);
    expect(drawnBounds({ rule: { ...learned, guard: 'always' }, bounds }, { low: 4, high: 9 })).toEqual(
      bounds,
    );
  });

  it('breaks the band where nothing was judged', () => {
    const point = { value: 5, status: 'pass', low: 3, high: 8 } as const;
    const data = withHoles(
      [
        { ...point, at: 0 },
        { ...point, at: 600_000 },
      ],
      60_000,
    );
    expect(data.lows).toEqual([3, null, 3]);
    expect(data.highs).toEqual([8, null, 8]);
  });

  it('keeps the band in sight unless that would flatten the line', () => {
    const [low, high] = valueRange([100, 120], NO_BOUNDS, 'rows', [90, 150, null]);
    expect(low).toBeLessThan(90);
    expect(high).toBeGreaterThan(150);
    expect(valueRange([100, 120], NO_BOUNDS, 'rows', [1_000_000])[1]).toBeLessThan(1_000);
  });

  it('says the band in words', () => {
    expect(usualInWords({ low: 10, high: 20 }, 'rows')).toBe('usual 10 rows to 20 rows');
    expect(usualInWords({ low: null, high: 60 }, 'seconds')).toBe('usual at most 1 min');
    expect(usualInWords(undefined, 'rows')).toBe('');
  });
});

describe('many checks on a table', () => {
  const check = (name: string, status: RunStatus | null, enabled = true) =>
    ({ name, enabled, state: { status } }) as CheckView;
  const names = (checks: readonly CheckView[]) => checks.map(({ name }) => name);

  it('gives each a card while they are few, the worst first', () => {
    const { cards, lines } = sortOut([check('b', 'pass'), check('a', 'pass'), check('z', 'fail')]);
    expect(names(cards)).toEqual(['z', 'a', 'b']);
    expect(lines).toEqual([]);
  });

  it('gives a card only to what speaks when they are many', () => {
    const { cards, lines } = sortOut([
      check('fine', 'pass'),
      check('off', 'fail', false),
      check('new', null),
      check('odd', 'error'),
      check('warned', 'warn'),
      check('bad', 'fail'),
    ]);
    expect(names(cards)).toEqual(['bad', 'warned']);
    expect(names(lines)).toEqual(['odd', 'fine', 'new', 'off']);
  });
});

describe('a sparkline', () => {
  it('is broken where nothing was judged, and flat when nothing moved', () => {
    const point = (at: number, value: number | null) =>
      ({ at, value, status: 'pass', low: null, high: null }) as const;
    const frame = { from: 0, to: 120_000 };
    expect(pathOf({ ...frame, points: [point(0, 1), point(60_000, null), point(120_000, 2)] }, 60_000)).toBe(
      'M0.0 22.0M120.0 2.0',
    );
    expect(pathOf({ ...frame, points: [point(0, 7), point(60_000, 7)] }, 60_000)).toBe('M0.0 12.0L60.0 12.0');
    expect(pathOf({ ...frame, points: [] }, 60_000)).toBe('');
  });
});
