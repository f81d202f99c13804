import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tickLabels } from '../../renderer/src/components/chart/tick-labels.ts';
import { dayOf, setTimeZone } from '../../renderer/src/format/time.ts';

const DAY = 86_400;
const T0 = Date.UTC(2026, 10, 25) / 1_000;
const hours = (...all: number[]) => all.map((hour) => T0 + hour * 3_600);

describe('the labels of a time axis', () => {
  beforeEach(() => setTimeZone('utc'));
  afterEach(() => setTimeZone('local'));

  test('never say the same day twice: the hour follows it', () => {
    const [first, second] = [dayOf(T0 * 1_000), dayOf((T0 + DAY) * 1_000)];
    expect(tickLabels(hours(8, 16, 24, 32, 40), 3 * DAY)).toEqual([first, '16:00', second, '08:00', '16:00']);
  });

  test('say as much as tells neighbours apart', () => {
    expect(tickLabels(hours(1, 2), DAY)).toEqual(['01:00', '02:00']);
    expect(tickLabels(hours(1), 300)).toEqual(['01:00:00']);
    expect(new Set(tickLabels(hours(0, 24, 48), 7 * DAY)).size).toBe(3);
    expect(tickLabels(hours(-48, 0), 365 * DAY)[1]).toBe(dayOf(T0 * 1_000));
  });
});
