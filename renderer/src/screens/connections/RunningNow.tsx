import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CancelledQuery, RunningQuery } from '../../../../shared/domain/connection.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { roughly } from '../../format/duration.ts';
import { useAction } from '../../hooks/useAction.ts';
import { useTicking } from '../../hooks/useTicking.ts';
import { cancelQuery, lookAtRunning, useRunning } from '../../stores/running.ts';
import classes from './Connections.module.css';

const EVERY_MS = 1_000;
/** Long enough to read what became of a statement. */
const TOLD_FOR_MS = 15_000;
const NONE: readonly RunningQuery[] = [];

/** What the replica works on for Pulse at this moment. Mostly nothing, and then nothing is shown. */
export function RunningNow({ connectionId }: { connectionId: number }) {
  const running = useRunning((state) => state.byConnection[connectionId] ?? NONE);
  const [ended, setEnded] = useState<string | null>(null);
  const cancelling = useAction((id: number) => cancelQuery(connectionId, id));
  useEffect(() => {
    const look = () => void lookAtRunning(connectionId);
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [connectionId]);
  useEffect(() => {
    if (ended === null) return;
    const timer = setTimeout(() => setEnded(null), TOLD_FOR_MS);
    return () => clearTimeout(timer);
  }, [ended]);
  const cancel = async ({ id, reason }: RunningQuery) => {
    const outcome = await cancelling.run(id);
    if (outcome) setEnded(`${reason}: ${becameOf(outcome)}`);
  };
  return (
    <>
      {running.length > 0 && (
        <section className={classes.running} aria-label="Running now">
          <h3 className={classes.runningTitle}>Running now</h3>
          {running.map((query) => (
            <div key={query.id} className={classes.query}>
              <div className={classes.queryWords}>
                <span>{query.reason}</span>
                <code className={classes.querySql}>{query.sql.replace(/\s+/g, ' ')}</code>
              </div>
              <Since at={query.startedAt} />
              <Button
                size="compact-xs"
                loading={cancelling.slow}
                disabled={cancelling.busy}
                onClick={() => cancel(query)}
                aria-label={`Cancel ${query.reason}`}
              >
                Cancel
              </Button>
            </div>
          ))}
        </section>
      )}
      {cancelling.problem && <ProblemNote problem={cancelling.problem} />}
      <p className={classes.ended} role="status">
        {ended}
      </p>
    </>
  );
}

function becameOf({ found, confirmed }: CancelledQuery): string {
  if (confirmed) return 'cancelled, and the server confirmed that it is over.';
  return found ? 'cancelled, but the server did not confirm that it is over.' : 'it was over already.';
}

function Since({ at }: { at: number }) {
  return <span className={classes.small}>{useTicking((now) => roughly(Math.max(0, now - at) / 1_000))}</span>;
}
