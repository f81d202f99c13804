import type { DryRun, Unit } from '../../../../../shared/domain/check.ts';
import { Sql } from '../../../components/Sql.tsx';
import { StatusMark } from '../../../components/Status.tsx';
import { took } from '../../../format/duration.ts';
import { inUnit } from '../../../format/unit.ts';
import classes from './CheckForm.module.css';

/** What the check would say now. Nothing was saved. */
export function DryRunResult({ result, unit }: { result: DryRun; unit: Unit }) {
  return (
    <section className={classes.tried} aria-label="Result of the trial" aria-live="polite">
      <div className={classes.triedHead}>
        <StatusMark status={result.status} />
        {result.value !== null && <strong>{inUnit(result.value, unit)}</strong>}
        <span className={classes.hint}>took {took(result.durationMs)}, nothing was saved</span>
      </div>
      <p>{result.message}</p>
      <Sql text={result.sql} label="Statement that was tried" />
    </section>
  );
}
