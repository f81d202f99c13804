import type { Load } from '../stores/load.ts';
import { backOrHome } from '../stores/navigation.ts';
import { ProblemNote } from './ProblemNote.tsx';
import classes from './Screen.module.css';
import { WaitingRows } from './Waiting.tsx';

interface Props {
  load: Load;
  /** What is awaited, in words. */
  label: string;
  retry: () => void;
  /** Something to show already: a reload must not blank it. */
  have?: boolean;
  children: React.ReactNode;
}

/** Shows the wait, the failure with a way on, or what was waited for. */
export function Loaded({ load, label, retry, have = false, children }: Props) {
  if (load.phase === 'failed') {
    return (
      <>
        <div className={classes.padded}>
          {load.problem.code === 'not_found' ? (
            <ProblemNote tone="warning" problem={load.problem} onRetry={backOrHome} retryLabel="Go back" />
          ) : (
            <ProblemNote problem={load.problem} onRetry={retry} />
          )}
        </div>
        {have && children}
      </>
    );
  }
  if (load.phase === 'ready' || have) return children;
  return <WaitingRows label={label} />;
}
