import { useEffect, useMemo, useState } from 'react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { HistoryChart } from '../../components/chart/HistoryChart.tsx';
import { drawnBounds, ruleInWords } from '../../format/rule.ts';
import { useDetail } from '../../stores/detail.ts';
import { loadSeries, useSeries } from '../../stores/series.ts';
import { shownSpan } from '../../stores/span.ts';
import { chartEvents } from '../table/chart-events.ts';
import { beginBefore, timeAround } from './around-time.ts';
import classes from './Incidents.module.css';

/** How far from normal the worst finding is, and how it came there. Nothing is drawn where nothing was counted. */
export function IncidentChart({ incident }: { incident: IncidentView }) {
  const checks = useDetail((state) => (state.id === incident.tableId ? state.detail?.checks : undefined));
  const check = chartedCheck(incident, checks ?? []);
  return check ? <Chart incident={incident} check={check} /> : null;
}

/** The first finding that lasts and has a value; a schema is read as a difference, not as a line. */
function chartedCheck({ members }: IncidentView, checks: readonly CheckView[]): CheckView | undefined {
  return members
    .toSorted((a, b) => Number(a.resolvedAt !== null) - Number(b.resolvedAt !== null))
    .flatMap(({ checkId }) => checks.filter(({ id, type }) => id === checkId && type !== 'schema'))
    .at(0);
}

function Chart({ incident, check }: { incident: IncidentView; check: CheckView }) {
  const { startedAt, resolvedAt } = incident;
  // While it lasts the chart slides along; asked once, so that it is not asked for again with every second.
  const [openedAt] = useState(() => Date.now());
  const { range, zoom } = useMemo(
    () => timeAround({ startedAt, resolvedAt }, openedAt),
    [startedAt, resolvedAt, openedAt],
  );
  useEffect(() => void loadSeries(check.id, range, zoom), [check.id, range, zoom]);
  const series = useSeries((state) => state.byCheck[check.id]);
  const edge = useSeries((state) => state.edge);
  const detail = useDetail((state) => state.detail);
  const events = useMemo(() => (detail ? chartEvents(detail, check.id) : []), [detail, check.id]);
  const { rule, bounds, state } = check;
  const drawn = useMemo(
    () => drawnBounds({ rule, bounds }, { low: state.low, high: state.high }),
    [rule, bounds, state.low, state.high],
  );
  if (series?.load.phase !== 'ready' || series.points.length === 0) return null;
  const { from: earliest, to } = shownSpan({ range, zoom, edge });
  const from = zoom ? earliest : Math.max(earliest, beginBefore(startedAt, to));
  return (
    <section aria-label="How far from normal">
      <h2 className={classes.heading}>How far from normal</h2>
      <div className={classes.chart}>
        <HistoryChart
          label={check.name}
          points={series.points}
          from={from}
          to={to}
          unit={check.unit}
          bounds={drawn}
          events={events}
          intervalMs={check.intervalMs}
          height={150}
        />
        <p className={classes.small}>
          {check.name}. {ruleInWords(check, check.unit)}
        </p>
      </div>
    </section>
  );
}
