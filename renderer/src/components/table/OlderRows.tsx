import { Button } from '@mantine/core';
import { useSlow } from '../../hooks/useSlow.ts';
import type { Load } from '../../stores/load.ts';
import { ProblemNote } from '../ProblemNote.tsx';
import classes from './OlderRows.module.css';

interface Props {
  /** "older results". */
  what: string;
  more: Load;
  onMore: () => void;
  /** What is said where there is nothing more. */
  end: string | null;
}

/** The foot of a list that goes on into the past. */
export function OlderRows({ what, more, onMore, end }: Props) {
  const slow = useSlow(more.phase === 'loading');
  if (end !== null) return <p className={classes.foot}>{end}</p>;
  return (
    <div className={classes.foot}>
      {more.phase === 'failed' ? (
        <ProblemNote problem={more.problem} onRetry={onMore} />
      ) : (
        <Button loading={slow} onClick={onMore}>
          Load {what}
        </Button>
      )}
    </div>
  );
}
