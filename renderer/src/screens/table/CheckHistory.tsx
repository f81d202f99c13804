import { useEffect, useMemo } from 'react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import { HistoryChart } from '../../components/chart/HistoryChart.tsx';
import { spanOf } from '../../components/chart/points.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { drawnBounds } from '../../format/rule.ts';
import { crossAt, useCrosshair } from '../../stores/crosshair.ts';
import { useDetail } from '../../stores/detail.ts';
import { loadEarlier, useEarlier } from '../../stores/earlier.ts';
import { openPoint, usePoint } from '../../stores/point.ts';
import { loadSeries, type Series, useSeries, zoomTo } from '../../stores/series.ts';
import { earlierBy, type Span, shownSpan } from '../../stores/span.ts';
import classes from './CheckCard.module.css';
import { chartEvents } from './chart-events.ts';

interface Props {
  check: CheckView;
  /** A low chart of the last day, which begins where the history does; the chosen range is for tables. */
  small?: boolean;
}

const SMALL = 96;
const SHORTEST_MS = 15 * 60_000;

export function CheckHistory({ check, small = false }: Props) {
  const chosen = useSeries((state) => state.range);
  const zoomed = useSeries((state) => state.zoom);
  const edge = useSeries((state) => state.edge);
  const series = useSeries((state) => state.byCheck[check.id]);
  const range = small ? '24h' : chosen;
  const zoom = small ? null : zoomed;
  useEffect(() => void loadSeries(check.id, range, zoom), [check.id, range, zoom]);
  const listed = useCrosshair((state) => state.shown);
  const compared = useEarlier((state) => state.shown) && !small;
  const earlier = useEarlier((state) => state.byCheck[check.id]);
  const spanKnown = series?.load.phase === 'ready';
  // The span slides with every result; what was then is asked for once for each range.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `edge` only moves on
  useEffect(() => {
    if (compared && spanKnown) void loadEarlier(check.id, range, shownSpan({ range, zoom, edge }));
  }, [compared, spanKnown, check.id, range, zoom]);
  const before = useMemo(() => {
    const { ms, words } = earlierBy(range);
    return compared && earlier?.ms === ms ? { points: earlier.points, words } : null;
  }, [compared, earlier, range]);
  const picked = usePoint((state) => (state.checkId === check.id ? (state.point?.at ?? null) : null));
  const detail = useDetail((state) => (small ? null : state.detail));
  const { incidents, schemaHistory } = detail ?? {};
  const events = useMemo(
    () => (incidents && schemaHistory ? chartEvents({ incidents, schemaHistory }, check.id) : []),
    [incidents, schemaHistory, check.id],
  );
  const { rule, bounds, state } = check;
  const drawn = useMemo(
    () => drawnBounds({ rule, bounds }, { low: state.low, high: state.high }),
    [rule, bounds, state.low, state.high],
  );

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
    return <ProblemNote problem={series.load.problem} onRetry={() => loadSeries(check.id, range, zoom)} />;
  }
  if (series.points.length === 0) {
    return <div {...frame}>No results in this range yet. They are drawn as they come.</div>;
  }
  const span = small ? sinceItBegan(series) : shownSpan({ range, zoom, edge });
  const { points } = series;
  const pick = (at: number) => void openPoint(check.id, { ...spanOf(points, at, span), at });
  return (
    <HistoryChart
      label={check.name}
      points={points}
      from={span.from}
      to={span.to}
      unit={check.unit}
      bounds={drawn}
      events={events}
      picked={picked}
      earlier={before}
      onPick={small ? undefined : pick}
      onZoom={small ? undefined : zoomTo}
      onCross={small ? undefined : crossAt}
      bare={listed && !small}
      intervalMs={check.intervalMs}
      {...size}
    />
  );
}

/** Without the empty time before the first result, but never less than a quarter of an hour. */
function sinceItBegan(series: Series): Span {
  const first = series.points[0]?.at ?? series.from;
  return { to: series.to, from: Math.max(series.from, Math.min(first, series.to - SHORTEST_MS)) };
}
