import { Loader } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { CheckView } from '../../../../shared/domain/check.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Sql } from '../../components/Sql.tsx';
import { Mark, StatusMark } from '../../components/Status.tsx';
import { Ago, Lasting, Until } from '../../components/Time.tsx';
import { every } from '../../format/duration.ts';
import { ruleInWords } from '../../format/rule.ts';
import { inUnit } from '../../format/unit.ts';
import { useAction } from '../../hooks/useAction.ts';
import { runChecks } from '../../stores/checks.ts';
import { CheckActions } from '../table/CheckActions.tsx';
import { CheckHistory } from '../table/CheckHistory.tsx';
import classes from './ConnectionChecks.module.css';

/** One check on the connection itself: where it stands on the left, how it came there on the right. */
export function ConnectionCheck({ check }: { check: CheckView }) {
  const { state } = check;
  const running = useAction(() => runChecks([check.id]));
  const [sqlShown, sql] = useDisclosure(false);
  return (
    <section className={classes.check} aria-label={check.name}>
      <div className={classes.words}>
        <h3 className={classes.name}>{check.name}</h3>
        <div className={classes.state}>
          {check.enabled ? (
            <StatusMark status={state.status} />
          ) : (
            <Mark glyph="deferred" word="Switched off" />
          )}
          {state.value !== null && <span className={classes.value}>{inUnit(state.value, check.unit)}</span>}
          {state.since !== null && check.enabled && (
            <span>
              <Lasting at={state.since} />
            </span>
          )}
          {state.running && (
            <span className={classes.running}>
              <Loader size={11} color="gray" /> Running
            </span>
          )}
        </div>
        {state.message && <p className={classes.message}>{state.message}</p>}
        <p className={classes.terms}>{ruleInWords(check, check.unit)}</p>
        <p className={classes.terms}>
          {check.enabled ? (
            <>
              Runs {every(check.intervalMs)}, judged <Ago at={state.judgedAt} none="not yet" />, next{' '}
              <Until at={state.nextDueAt} none="not planned" />
            </>
          ) : (
            'Does not run while it is switched off'
          )}
        </p>
      </div>
      <div className={classes.chart}>
        <CheckHistory check={check} small />
      </div>
      <div className={classes.actions}>
        <CheckActions
          check={check}
          columns={[]}
          busy={running.slow || state.running}
          onRun={() => running.run()}
          sqlShown={sqlShown}
          onToggleSql={sql.toggle}
        />
      </div>
      {(running.problem || (sqlShown && check.sql !== null)) && (
        <div className={classes.below}>
          {running.problem && <ProblemNote problem={running.problem} onRetry={() => running.run()} />}
          {sqlShown && check.sql !== null && <Sql text={check.sql} label={`Statement of ${check.name}`} />}
        </div>
      )}
    </section>
  );
}
