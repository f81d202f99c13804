import type { ListLook } from '../../../../shared/domain/settings.ts';
import type { Column } from './columns.ts';

export type Widths = ListLook['widths'];
type Track = Pick<Column<never>, 'id' | 'track'>;

/** Narrower than this no header can be read. */
const LEAST = 40;
/** What a part of the free room is worth before widths were chosen, in pixels. */
const PIXELS_A_PART = 160;

/** Takes a part of the room that is left. */
const isFlexible = ({ track }: Track): boolean => /fr\)?$/.test(track);

/** How narrow a column may become. */
const leastOf = (column: Track): number =>
  isFlexible(column) ? Number(/minmax\((\d+)px/.exec(column.track)?.[1] ?? LEAST) : LEAST;

/**
 * The column as wide as it was made. One that takes a part of the room that is left still does, so that the list fills
 * its window whatever the window's width; its part is as large as its width then.
 */
export function sized<C extends Track>(column: C, widths: Widths): C {
  if (Object.keys(widths).length === 0) return column;
  const width = widths[column.id];
  if (!isFlexible(column))
    return width === undefined ? column : { ...column, track: `minmax(${LEAST}px, ${width}px)` };
  const parts = Number(/([\d.]+)fr/.exec(column.track)?.[1] ?? 1);
  return { ...column, track: `minmax(${leastOf(column)}px, ${width ?? parts * PIXELS_A_PART}fr)` };
}

/**
 * The widths after the line at the end of a column was moved by so many pixels: what one column gets, the next one gives.
 * `now` are the widths as they are on the screen, in the order of the columns. Pure.
 */
export function moveLine(
  columns: readonly Track[],
  now: readonly number[],
  index: number,
  by: number,
): Widths {
  const [left, right] = [columns[index], columns[index + 1]];
  const [leftNow = 0, rightNow = 0] = [now[index], now[index + 1]];
  if (!left || !right) return {};
  const least = Math.min(0, leastOf(left) - leftNow);
  const most = Math.max(0, rightNow - leastOf(right));
  const step = Math.max(least, Math.min(most, by));
  // All that share what is left: each keeps the part that it has now.
  const shared = columns.flatMap((column, at) =>
    isFlexible(column) ? [[column.id, Math.round(now[at] ?? 0)] as const] : [],
  );
  return {
    ...Object.fromEntries(shared),
    [left.id]: Math.round(leftNow + step),
    [right.id]: Math.round(rightNow - step),
  };
}
