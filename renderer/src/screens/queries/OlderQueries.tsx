import { Button } from '@mantine/core';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { plural } from '../../format/number.ts';
import { useSlow } from '../../hooks/useSlow.ts';
import { loadOlderQueries, useQueries } from '../../stores/queries.ts';
import classes from './Queries.module.css';

export function OlderQueries() {
  const { more, next, shown, list } = useQueries();
  const slow = useSlow(more.phase === 'loading');
  if (shown === 'slowest')
    return <p className={classes.older}>The {plural(list.length, 'slowest statement')}.</p>;
  if (next === null) return <p className={classes.older}>That is all there is.</p>;
  return (
    <div className={classes.older}>
      {more.phase === 'failed' ? (
        <ProblemNote problem={more.problem} onRetry={loadOlderQueries} />
      ) : (
        <Button loading={slow} onClick={loadOlderQueries}>
          Load older statements
        </Button>
      )}
    </div>
  );
}
