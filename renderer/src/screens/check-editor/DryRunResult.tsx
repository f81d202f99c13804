import type { DryRun } from '../../../../shared/domain/check.ts';
import { PriceLine } from '../../components/PriceLine.tsx';
import { StatusMark } from '../../components/Status.tsx';
import { took } from '../../format/duration.ts';
import { inUnit } from '../../format/unit.ts';
import classes from './CheckForm.module.css';

/** What the check would say now, and what it costs. Nothing was saved. */
export function DryRunResult({ result }: { result: DryRun }) {
  const refused = result.price?.step === 'refused';
  return (
    <section className={classes.tried} aria-label="Result of the trial" aria-live="polite">
      <h3 className={classes.sideTitle}>Tried just now</h3>
      <div className={classes.triedHead}>
        <StatusMark status={result.status} />
        {result.value !== null && <strong>{inUnit(result.value, result.unit)}</strong>}
        <span className={classes.hint}>
          {refused ? 'not run' : `took ${took(result.durationMs)}`}, nothing was saved
        </span>
      </div>
      {!refused && <p>{result.message}</p>}
      {result.price && <PriceLine price={result.price} />}
    </section>
  );
}
