import { formatNumber } from '../../../shared/format.ts';
import { ProblemNote } from '../components/ProblemNote.tsx';
import { useSaving } from '../stores/saving.ts';
import classes from './SavingBanner.module.css';

/** Above every screen while what Pulse finds does not reach the disk: why, what to do, and what waits meanwhile. */
export function SavingBanner() {
  const { problem, waiting, lost } = useSaving();
  if (!problem) return null;
  return (
    <div className={classes.banner}>
      <ProblemNote problem={problem} tone="warning">
        {/* Said once, and not again with every result that joins. */}
        <p className={classes.counts} aria-live="off">
          {waitingWords(waiting)}
          {lost > 0 && ` ${formatNumber(lost)} older ones did not fit in there and are lost.`}
        </p>
      </ProblemNote>
    </div>
  );
}

function waitingWords(waiting: number): string {
  if (waiting === 0) return 'No result waits in memory yet.';
  return waiting === 1 ? '1 result waits in memory.' : `${formatNumber(waiting)} results wait in memory.`;
}
