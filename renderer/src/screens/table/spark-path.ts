import type { SeriesPoint } from '../../../../shared/domain/check.ts';
import { withHoles } from '../../components/chart/points.ts';

export const WIDTH = 120;
export const HEIGHT = 24;
const ROOM = 2;

interface Line {
  points: readonly SeriesPoint[];
  from: number;
  to: number;
}

/** A quarter of an hour: fewer minutes than that would make a mountain of nothing. */
const SHORTEST_MS = 15 * 60_000;

/** As an SVG path, broken where nothing was judged. Begins where the history does. */
export function pathOf({ points, from: earliest, to }: Line, intervalMs: number): string {
  const from = Math.max(earliest, Math.min(points[0]?.at ?? earliest, to - SHORTEST_MS));
  const { xs, ys } = withHoles(points, Math.max(intervalMs, (to - from) / WIDTH));
  const values = ys.filter((y): y is number => y !== null);
  if (values.length === 0) return '';
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const at = (value: number) =>
    span === 0 ? HEIGHT / 2 : HEIGHT - ROOM - ((value - low) / span) * (HEIGHT - 2 * ROOM);
  let pen = 'M';
  const steps: string[] = [];
  xs.forEach((x, index) => {
    const y = ys[index];
    if (y === null || y === undefined) {
      pen = 'M';
      return;
    }
    const across = ((x * 1_000 - from) / (to - from)) * WIDTH;
    steps.push(`${pen}${across.toFixed(1)} ${at(y).toFixed(1)}`);
    pen = 'L';
  });
  return steps.join('');
}
