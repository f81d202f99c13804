import type { BudgetView } from '../../../../shared/domain/connection.ts';
import { At } from '../../components/Time.tsx';
import { plural, share } from '../../format/number.ts';
import classes from './Connections.module.css';

/** What Pulse uses of what it may use. The gauge ends at what is set; the mark is what is allowed now. */
export function Budget({ budget }: { budget: BudgetView }) {
  const { usedShare, byHandShare, allowedShare, configuredShare } = budget;
  const whole = Math.max(configuredShare, allowedShare);
  const part = (value: number) => `${whole > 0 ? Math.min(1, value / whole) * 100 : 0}%`;
  const less = allowedShare < configuredShare;
  const aside = [
    tidy(byHandShare) !== tidy(0) && `${tidy(byHandShare)} asked by hand`,
    !less && usedShare - byHandShare > allowedShare && 'some of it saved up before',
  ].filter(Boolean);
  const waiting = [
    budget.inFlight > 0 && `${budget.inFlight} running`,
    budget.queued > 0 && `${budget.queued} queued`,
    budget.deferredLastHour > 0 && `${plural(budget.deferredLastHour, 'check')} held back in the last hour`,
  ].filter(Boolean);
  return (
    <>
      <div>
        {tidy(usedShare)} of {tidy(allowedShare)}
      </div>
      <div className={classes.meter} aria-hidden="true">
        <span style={{ width: part(usedShare) }} data-full={usedShare > allowedShare * 0.9 || undefined} />
        {less && <i style={{ insetInlineStart: part(allowedShare) }} />}
      </div>
      {less && <div className={classes.small}>{share(configuredShare)} is set</div>}
      {aside.length > 0 && <div className={classes.small}>{aside.join(', ')}</div>}
      {waiting.length > 0 && <div className={classes.small}>{waiting.join(', ')}</div>}
      {budget.quietUntil !== null && (
        <div className={classes.small}>
          quiet until <At at={budget.quietUntil} />
        </div>
      )}
    </>
  );
}

/** Shares move by the second: more digits than two would only flicker. */
const tidy = (value: number): string => share(Math.round(value * 10_000) / 10_000);
