import { IconChevronDown } from '@tabler/icons-react';
import type { CheckRun, CheckView } from '../../../../shared/domain/check.ts';
import { usualInWords } from '../../components/chart/points.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { PriceLine } from '../../components/PriceLine.tsx';
import { Mark, StatusMark } from '../../components/Status.tsx';
import { At } from '../../components/Time.tsx';
import { took } from '../../format/duration.ts';
import { plural } from '../../format/number.ts';
import { inUnit } from '../../format/unit.ts';
import { openRun, toggleRun, usePoint } from '../../stores/point.ts';
import { outcomes } from '../queries/outcomes.ts';
import { Statement } from '../queries/Statement.tsx';
import classes from './PointRuns.module.css';

interface Props {
  run: CheckRun;
  check: CheckView;
}

/** One raw result; open, with the statements behind it. */
export function RunRow({ run, check }: Props) {
  const open = usePoint((state) => state.openRun === run.id);
  return (
    <li className={classes.run}>
      <button
        type="button"
        className={classes.line}
        aria-expanded={open}
        data-open={open || undefined}
        onClick={() => toggleRun(run.id)}
      >
        <IconChevronDown size={13} className={classes.chevron} aria-hidden="true" />
        <At at={run.finishedAt} />
        <StatusMark status={run.status} />
        <span className={classes.value}>{run.value === null ? '—' : inUnit(run.value, check.unit)}</span>
        <span className={classes.usual}>{usualInWords(run, check.unit)}</span>
        <span className={classes.took} title="How long the replica was busy for it">
          {took(run.durationMs)}
        </span>
      </button>
      {open && (
        <div className={classes.body}>
          <p className={classes.message}>{run.message}</p>
          <Statements run={run} />
        </div>
      )}
    </li>
  );
}

function Statements({ run }: { run: CheckRun }) {
  const asked = usePoint((state) => state.asked[run.id]);
  if (!asked) return null;
  const { load, statements, price } = asked;
  return (
    <Loaded
      load={load}
      label="Loading its statements"
      retry={() => openRun(run.id)}
      have={statements.length > 0}
    >
      {statements.length === 0 && (
        <p className={classes.none}>
          {run.status === 'deferred'
            ? 'Pulse did not ask the replica for it.'
            : 'No statement of it is in the query log: it was asked of the server itself, or the log does not go back so far.'}
        </p>
      )}
      {statements.map((entry) => {
        const { word, glyph } = outcomes[entry.outcome];
        return (
          <section key={entry.id} className={classes.statement} aria-label={entry.reason}>
            <div className={classes.facts}>
              <Mark glyph={glyph} word={word} />
              <span>{entry.reason}</span>
              <span className={classes.cost}>
                {plural(entry.rows, 'row')} in {took(entry.durationMs)}
              </span>
            </div>
            <Statement entry={entry} />
          </section>
        );
      })}
      {price && statements.length > 0 && <PriceLine price={price} />}
    </Loaded>
  );
}
