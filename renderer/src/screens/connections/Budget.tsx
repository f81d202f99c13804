import type { BudgetView } from '../../../../shared/domain/connection.ts';
import { plural, share } from '../../format/number.ts';
import classes from './Connections.module.css';

/** What Pulse uses of what it may use. */
export function Budget({ budget }: { budget: BudgetView }) {
  const used = budget.allowedShare > 0 ? Math.min(1, budget.usedShare / budget.allowedShare) : 0;
  const waiting = [
    budget.inFlight > 0 && `${budget.inFlight} running`,
    budget.queued > 0 && `${budget.queued} queued`,
    budget.deferredLastHour > 0 && `${plural(budget.deferredLastHour, 'check')} deferred in the last hour`,
  ].filter(Boolean);
  return (
    <>
      <div>
        {share(budget.usedShare)} of {share(budget.allowedShare)}
      </div>
      <div className={classes.meter} aria-hidden="true">
        <span style={{ width: `${used * 100}%` }} data-full={used > 0.9 || undefined} />
      </div>
      {waiting.length > 0 && <div className={classes.small}>{waiting.join(', ')}</div>}
    </>
  );
}
