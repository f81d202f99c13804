import { useEffect, useMemo } from 'react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import { loadSeries, useSeries } from '../../stores/series.ts';
import classes from './CheckLine.module.css';
import { HEIGHT, pathOf, WIDTH } from './spark-path.ts';

/** The values of the chosen range as a line without axes; whoever wants numbers opens the check. */
export function Sparkline({ check }: { check: CheckView }) {
  const range = useSeries((state) => state.range);
  const series = useSeries((state) => state.byCheck[check.id]);
  const zoom = useSeries((state) => state.zoom);
  useEffect(() => void loadSeries(check.id, range, zoom), [check.id, range, zoom]);
  const path = useMemo(() => (series ? pathOf(series, check.intervalMs) : ''), [series, check.intervalMs]);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className={classes.spark} aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
    </svg>
  );
}
