import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import type { Bounds, Unit } from '../../../../shared/domain/check.ts';
import { shortTime } from '../../format/time.ts';
import { inUnit } from '../../format/unit.ts';
import { statusWord } from '../../format/words.ts';
import type { Series } from '../../stores/series.ts';
import { readColours } from './draw.ts';
import classes from './HistoryChart.module.css';
import { chartOptions } from './options.ts';
import { type ChartData, inWords, nearestPoint, usualInWords, withHoles } from './points.ts';

interface Props {
  series: Series;
  unit: Unit;
  bounds: Bounds;
  intervalMs: number;
  height?: number;
  /** Called with the time of the point that was clicked. */
  onPick?: ((at: number) => void) | undefined;
}

const PIXELS_A_POINT = 600;

/** Values over time, against their bounds. Says the same in words to whoever cannot see it. */
export function HistoryChart({ series, unit, bounds, intervalMs, height = 128, onPick }: Props) {
  const { points, from, to } = series;
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const target = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const latest = useRef({ points, onPick });
  useEffect(() => {
    latest.current = { points, onPick };
  });
  const [hovered, setHovered] = useState<number | null>(null);
  const data = useMemo(
    () => withHoles(points, Math.max(intervalMs, (to - from) / PIXELS_A_POINT)),
    [points, intervalMs, from, to],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new colour scheme means new colours to read
  useEffect(() => {
    const element = target.current;
    if (!element || width === 0) return;
    const colours = readColours(element);
    const plot = new uPlot(
      chartOptions({ width, height, from, to, unit, bounds, data, colours, onPoint: setHovered }),
      [data.xs, data.ys],
      element,
    );
    plot.over.addEventListener('click', () => {
      const time = plot.posToVal(plot.cursor.left ?? 0, 'x') * 1_000;
      const point = nearestPoint(latest.current.points, time);
      if (point) latest.current.onPick?.(point.at);
    });
    return () => plot.destroy();
  }, [data, width, height, from, to, unit, bounds, scheme]);

  return (
    <div
      ref={sizeRef}
      className={classes.frame}
      data-picks={onPick !== undefined || undefined}
      style={{ minHeight: height }}
    >
      <div ref={target} role="img" aria-label={inWords(points, unit)} />
      <div className={classes.readout} aria-hidden="true">
        {hovered !== null && readout(data, hovered, unit)}
      </div>
    </div>
  );
}

function readout(data: ChartData, index: number, unit: Unit): string {
  const status = data.statuses[index];
  const x = data.xs[index];
  if (!status || x === undefined) return '';
  const value = data.ys[index];
  const parts = [shortTime(x * 1_000, Date.now()), statusWord[status]];
  if (value !== null && value !== undefined) parts.splice(1, 0, inUnit(value, unit));
  const usual = usualInWords({ low: data.lows[index] ?? null, high: data.highs[index] ?? null }, unit);
  if (usual !== '') parts.push(usual);
  return parts.join('  ·  ');
}
