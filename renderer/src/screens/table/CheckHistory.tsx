import { useEffect } from 'react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import { HistoryChart } from '../../components/chart/HistoryChart.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { loadSeries, useSeries } from '../../stores/series.ts';
import classes from './CheckCard.module.css';

export function CheckHistory({ check }: { check: CheckView }) {
  const range = useSeries((state) => state.range);
  const series = useSeries((state) => state.byCheck[check.id]);
  useEffect(() => void loadSeries(check.id, range), [check.id, range]);

  if (!series || series.load.phase === 'loading') {
    return (
      <div className={classes.noChart}>
        <Waiting label="Loading the history" />
      </div>
    );
  }
  if (series.load.phase === 'failed') {
    return <ProblemNote problem={series.load.problem} onRetry={() => loadSeries(check.id, range)} />;
  }
  if (series.points.length === 0) {
    return <div className={classes.noChart}>No results in this range yet. They are drawn as they come.</div>;
  }
  return (
    <HistoryChart series={series} unit={check.unit} bounds={check.bounds} intervalMs={check.intervalMs} />
  );
}
