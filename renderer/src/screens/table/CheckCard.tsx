import { Loader } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { CheckView } from '../../../../shared/domain/check.ts';
import type { Column } from '../../../../shared/domain/table.ts';
import { PriceLine } from '../../components/PriceLine.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Sql } from '../../components/Sql.tsx';
import { Mark, StatusMark } from '../../components/Status.tsx';
import { Ago, Lasting, Until } from '../../components/Time.tsx';
import { every } from '../../format/duration.ts';
import { ruleInWords } from '../../format/rule.ts';
import { inUnit } from '../../format/unit.ts';
import { useAction } from '../../hooks/useAction.ts';
import { runChecks } from '../../stores/checks.ts';
import { openPoint, usePoint } from '../../stores/point.ts';
import { CheckActions } from './CheckActions.tsx';
import classes from './CheckCard.module.css';
import { CheckHistory } from './CheckHistory.tsx';
import { PointRuns } from './PointRuns.tsx';

interface Props {
  check: CheckView;
  columns: readonly Column[];
  /** Folds it into its line again. */
  onFold?: (() => void) | undefined;
}

/** One check: where it stands, why, how it came there, and what can be done. */
export function CheckCard({ check, columns, onFold }: Props) {
  const { state } = check;
  const running = useAction(() => runChecks([check.id]));
  const lookedInto = usePoint((state) => state.checkId === check.id);
  const [sqlShown, sql] = useDisclosure(false);
  return (
    <section className={classes.card} aria-label={check.name} data-off={!check.enabled || undefined}>
      <header className={classes.head}>
        <div className={classes.names}>
          <h2 className={classes.name}>{check.name}</h2>
          <span className={classes.type}>
            {check.typeTitle}
            {check.severity === 'critical' && ' · critical'}
            {check.severity === 'warning' && ' · warns only'}
          </span>
        </div>
        <CheckActions
          check={check}
          columns={columns}
          busy={running.slow || state.running}
          onRun={() => running.run()}
          sqlShown={sqlShown}
          onToggleSql={sql.toggle}
          onNewest={() => openPoint(check.id, null)}
          onFold={onFold}
        />
      </header>
      <div className={classes.state}>
        {check.enabled ? <StatusMark status={state.status} /> : <Mark glyph="deferred" word="Switched off" />}
        {state.value !== null && <span className={classes.value}>{inUnit(state.value, check.unit)}</span>}
        {state.since !== null && check.enabled && (
          <span className={classes.since}>
            <Lasting at={state.since} />
          </span>
        )}
        {state.stale && check.enabled && <span className={classes.stale}>Out of date</span>}
        {state.running && (
          <span className={classes.running}>
            <Loader size={11} color="gray" /> Running
          </span>
        )}
      </div>
      <p className={classes.message}>{state.message}</p>
      {running.problem && <ProblemNote problem={running.problem} onRetry={() => running.run()} />}
      <CheckHistory check={check} />
      {lookedInto && <PointRuns check={check} />}
      {sqlShown && check.sql !== null && <Sql text={check.sql} label={`Statement of ${check.name}`} />}
      {check.price && (
        <div className={classes.price}>
          <PriceLine price={check.price} />
        </div>
      )}
      <footer className={classes.foot}>
        <span>{ruleInWords(check, check.unit)}</span>
        <span className={classes.times}>
          {check.enabled ? (
            <>
              Runs {every(check.intervalMs)}, judged <Ago at={state.judgedAt} none="not yet" />, next{' '}
              <Until at={state.nextDueAt} none="not planned" />
            </>
          ) : (
            'Does not run while it is switched off'
          )}
        </span>
      </footer>
    </section>
  );
}
