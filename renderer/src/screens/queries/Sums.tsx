import type { QuerySums } from '../../../../shared/domain/query-log.ts';
import { At } from '../../components/Time.tsx';
import { took } from '../../format/duration.ts';
import { plural, share } from '../../format/number.ts';
import { useSlow } from '../../hooks/useSlow.ts';
import { useQueries } from '../../stores/queries.ts';
import classes from './Queries.module.css';

/** What the statements cost together, against what the load budget allows. */
export function Sums() {
  const { sums, summing } = useQueries();
  const slow = useSlow(summing.phase === 'loading');
  return (
    <p className={classes.sums} role="status">
      {sums ? <Words sums={sums} /> : slow && 'Summing up…'}
    </p>
  );
}

function Words({ sums }: { sums: QuerySums }) {
  const { statements, durationMs, rows, notOk, from, complete } = sums;
  if (statements === 0 || from === null) return null;
  return (
    <>
      <strong>{plural(statements, 'statement')}</strong>
      <span>{took(durationMs)} in all</span>
      <span>{plural(rows, 'row')}</span>
      {notOk > 0 && <span className={classes.notOk}>{plural(notOk, 'statement')} not OK</span>}
      <Budget sums={sums} durationMs={durationMs} />
      <span>
        {complete ? 'since' : 'the newest of them, since'} <At at={from} />
      </span>
    </>
  );
}

function Budget({ sums, durationMs }: { sums: QuerySums; durationMs: number }) {
  const words = ofBudget(sums, durationMs);
  return words === null ? null : <span>{words} of the load budget</span>;
}

/** "0.8 %", of the time for which the budget lets Pulse keep replicas busy. Null where it allows none. */
export function ofBudget({ allowedMs }: Pick<QuerySums, 'allowedMs'>, durationMs: number): string | null {
  if (allowedMs <= 0) return null;
  const part = durationMs / allowedMs;
  return part < 0.000_5 ? '< 0.1 %' : share(Math.round(part * 1_000) / 1_000);
}
