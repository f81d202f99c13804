import { IconChecklist } from '@tabler/icons-react';
import type { TableDetail } from '../../../../shared/domain/table.ts';
import type { ChartEvent } from '../../components/chart/points.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useCrosshair } from '../../stores/crosshair.ts';
import { useEarlier } from '../../stores/earlier.ts';
import { useSeries } from '../../stores/series.ts';
import { earlierBy } from '../../stores/span.ts';
import { CheckCard } from './CheckCard.tsx';
import lineClasses from './CheckLine.module.css';
import { CheckLine } from './CheckLine.tsx';
import { sortOut } from './calm.ts';
import classes from './Table.module.css';
import { Values } from './Values.tsx';

export function Checks({ detail }: { detail: TableDetail }) {
  const compared = useEarlier((state) => state.shown);
  const listed = useCrosshair((state) => state.shown);
  const range = useSeries((state) => state.range);
  if (detail.checks.length === 0) {
    return (
      <EmptyState
        icon={<IconChecklist size={20} stroke={1.6} />}
        title="No checks on this table"
        text="Without a check Pulse cannot say how the table is. Add one: freshness tells when rows stop arriving, volume when there are too few or too many."
      />
    );
  }
  const { cards, lines } = sortOut(detail.checks);
  return (
    <>
      <p className={classes.hint}>
        <span>Click a point for its results and their SQL, drag to zoom in.</span>
        <span className={classes.key}>
          <Key kind="incident" /> Incident
        </span>
        <span className={classes.key}>
          <Key kind="schema" /> Schema change
        </span>
        {compared && (
          <span className={classes.key}>
            <svg width="18" height="9" viewBox="0 0 18 9" aria-hidden="true">
              <path d="M0 4.5H18" stroke="var(--text-dim)" strokeWidth="1.2" strokeDasharray="3 3" />
            </svg>{' '}
            The same time {earlierBy(range).words}
          </span>
        )}
      </p>
      {listed && <Values checks={[...cards, ...lines]} />}
      {cards.length > 0 && (
        <div className={classes.cards}>
          {cards.map((check) => (
            <CheckCard key={check.id} check={check} columns={detail.columns} />
          ))}
        </div>
      )}
      {lines.length > 0 && (
        <div className={lineClasses.lines} data-below={cards.length > 0 || undefined}>
          {lines.map((check) => (
            <CheckLine key={check.id} check={check} columns={detail.columns} />
          ))}
        </div>
      )}
    </>
  );
}

/** A mark of the charts as it is drawn there. */
function Key({ kind }: { kind: ChartEvent['kind'] }) {
  return (
    <svg width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">
      {kind === 'incident' ? (
        <path d="M4.5 0 9 4.5 4.5 9 0 4.5Z" fill="var(--broken-fill)" />
      ) : (
        <rect x="1" y="1" width="7" height="7" fill="var(--learning-fill)" />
      )}
    </svg>
  );
}
