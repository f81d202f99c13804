import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { CheckInput } from '../../../../shared/domain/check.ts';
import { BackTestResult } from '../../components/backtest/BackTestResult.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import classes from './CheckForm.module.css';
import type { PastTesting } from './usePastTest.ts';

interface Props {
  testing: PastTesting;
  check: CheckInput;
  /** Settings that do not fit have no past. */
  ready: boolean;
}

/** What the check would have said in the past. Once asked for, it follows what is written. */
export function PastTest({ testing, check, ready }: Props) {
  const { asked, test, busy, problem, ask } = testing;
  return (
    <section className={classes.sidePart} aria-label="On the past">
      <h3 className={classes.sideTitle}>On the past</h3>
      {!asked && (
        <>
          <p className={classes.hint}>
            How often it would have spoken in the last 30 days: from its own runs, or from the table’s
            timestamps.
          </p>
          <div>
            <Button leftSection={<IconHistory size={14} stroke={1.8} />} disabled={!ready} onClick={ask}>
              Test on the past
            </Button>
          </div>
        </>
      )}
      <div role="status" className={classes.past} data-old={busy || undefined} aria-busy={busy}>
        {asked && test && <BackTestResult test={test} check={check} opened />}
      </div>
      {asked && busy && !test && <Waiting label="Looking at the past" />}
      {asked && problem && <ProblemNote problem={problem} onRetry={ask} />}
    </section>
  );
}
