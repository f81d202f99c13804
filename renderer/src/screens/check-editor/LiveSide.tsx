import type { CheckInput, DryRun } from '../../../../shared/domain/check.ts';
import { PriceLine } from '../../components/PriceLine.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { SqlCode } from '../../components/sql/SqlCode.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import classes from './CheckForm.module.css';
import { DryRunResult } from './DryRunResult.tsx';
import { PastTest } from './PastTest.tsx';
import type { Live } from './useLive.ts';
import type { PastTesting } from './usePastTest.ts';

interface Props {
  live: Live;
  /** A check of the connection's own facts has no statement. */
  asksServer: boolean;
  /** The price's problem is said at a field. */
  saidElsewhere: boolean;
  tried: DryRun | undefined;
  check: CheckInput;
  past: PastTesting;
  /** Nothing is amiss with what is written. */
  ready: boolean;
}

/** What the check does as it is written now: its statement, its price, and what came of trying it. */
export function LiveSide({ live, asksServer, saidElsewhere, tried, check, past, ready }: Props) {
  const { preview, price, pricing, problem } = live;
  const sql = price?.sql ?? preview?.sql ?? null;
  return (
    <div className={classes.side}>
      <section className={classes.sidePart} aria-label="What it asks">
        <h3 className={classes.sideTitle}>What it asks</h3>
        {sql !== null ? (
          <SqlCode text={sql} label="Statement of this check" />
        ) : (
          <p className={classes.hint}>
            {asksServer
              ? 'Nothing of your tables: it reads what the server says of itself.'
              : 'Its statement stands here once the settings are complete.'}
          </p>
        )}
        <div className={classes.price} role="status">
          {price?.price && <PriceLine price={price.price} />}
          {pricing && <Waiting label="Asking what it would cost" />}
        </div>
        {price?.problem && !saidElsewhere && <ProblemNote problem={price.problem} />}
        {problem && <ProblemNote problem={problem} tone="warning" />}
      </section>
      {tried && <DryRunResult result={tried} />}
      <PastTest testing={past} check={check} ready={ready} />
    </div>
  );
}
