import { useEffect, useMemo } from 'react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import { HistoryChart } from '../../components/chart/HistoryChart.tsx';
import { spanOf } from '../../components/chart/points.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { drawnBounds } from '../../format/rule.ts';
import { openPoint } from '../../stores/point.ts';
import { loadSeries, type Series, useSeries } from '../../stores/series.ts';
import classes from './CheckCard.module.css';

interface Props {
  check: CheckView;
  /** A low chart of the last day, which begins where the history does; the chosen range is for tables. */
  small?: boolean;
}

const SMALL = 96;
const SHORTEST_MS = 15 * 60_000;

export function CheckHistory({ check, small = false }: Props) {
  const chosen = useSeries((state) => state.range);
  const series = useSeries((state) => state.byCheck[check.id]);
  const range = small ? '24h' : chosen;
  useEffect(() => void loadSeries(check.id, range), [check.id, range]);
  const { rule, bounds, state } = check;
  const drawn = useMemo(
    () => drawnBounds({ rule, bounds }, { low: state.low, high: state.high }),
    [rule, bounds, state.low, state.high],
  );

  const pick = (at: number) => {
    if (series) void openPoint(check.id, { ...spanOf(series.points, at, series), at });
  };
  const size = small ? { height: SMALL } : {};
  const frame = { className: classes.noChart ?? '', style: small ? { minHeight: SMALL } : {} };
  if (!series || series.load.phase === 'loading') {
    return (
      <div {...frame}>
        <Waiting label="Loading the history" />
      </div>
    );
  }
  if (series.load.phase === 'failed') {
    return <ProblemNote problem={series.load.problem} onRetry={() => loadSeries(check.id, range)} />;
  }
  if (series.points.length === 0) {
    return <div {...frame}>No results in this range yet. They are drawn as they come.</div>;
  }
  return (
    <HistoryChart
      series={small ? sinceItBegan(series) : series}
      unit={check.unit}
      bounds={drawn}
      onPick={small ? undefined : pick}
      intervalMs={check.intervalMs}
      {...size}
    />
  );
}

/** Without the empty time before the first result, but never less than a quarter of an hour. */
function sinceItBegan(series: Series): Series {
  const first = series.points[0]?.at ?? series.from;
  return { ...series, from: Math.max(series.from, Math.min(first, series.to - SHORTEST_MS)) };
}
