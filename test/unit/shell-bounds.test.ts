import { describe, expect, test } from 'vitest';
import { MIN_SIZE, openingBounds } from '../../electron/shell/bounds.ts';

const laptop = { x: 0, y: 0, width: 1_440, height: 900 };
const beside = { x: 1_440, y: 0, width: 2_560, height: 1_440 };
const saved = { x: 1_600, y: 100, width: 1_500, height: 1_000, maximized: false };

describe('where the window opens', () => {
  test('is where it was', () => {
    expect(openingBounds(saved, [laptop, beside])).toEqual({ x: 1_600, y: 100, width: 1_500, height: 1_000 });
  });

  test('may go over the edge, or from one display to the next', () => {
    const over = { x: 900, y: 500, width: 1_000, height: 700 };
    expect(openingBounds({ ...saved, ...over }, [laptop])).toEqual(over);
    const across = { x: 700, y: 100, width: 3_000, height: 800 };
    expect(openingBounds({ ...saved, ...across }, [laptop, beside])).toEqual(across);
  });

  test('is no larger than the display it is on, and then all of it is there', () => {
    const small = { x: 0, y: 25, width: 1_024, height: 675 };
    const large = { ...saved, x: 200, y: 100, width: 1_360, height: 860 };
    expect(openingBounds(large, [small])).toEqual({ x: 0, y: 25, width: 1_024, height: 675 });
    const high = { ...saved, x: 100, y: 100, width: 900, height: 860 };
    expect(openingBounds(high, [small])).toEqual({ x: 100, y: 25, width: 900, height: 675 });
  });

  test('is up to the system when its display is gone, and no larger than what is left', () => {
    expect(openingBounds(saved, [laptop])).toEqual({ width: 1_440, height: 900 });
  });

  test('is up to the system when only a sliver or the bottom of it could be seen', () => {
    expect(openingBounds({ ...saved, x: 1_400 }, [laptop])).not.toHaveProperty('x');
    expect(openingBounds({ ...saved, x: 0, y: -900 }, [laptop])).not.toHaveProperty('x');
    expect(openingBounds({ ...saved, x: 0, y: 899 }, [laptop])).not.toHaveProperty('x');
  });

  test('is a sensible size the first time, and never smaller than can be used', () => {
    expect(openingBounds(null, [laptop])).toEqual({ width: 1_360, height: 860 });
    expect(openingBounds({ ...saved, width: 10, height: 10 }, [beside])).toMatchObject(MIN_SIZE);
    expect(openingBounds(null, [])).toEqual({ width: 1_360, height: 860 });
  });
});
