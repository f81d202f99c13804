import type { SpokenTime } from '../../../../shared/domain/check.ts';
import classes from './BackTest.module.css';

interface Props {
  spoken: readonly SpokenTime[];
  from: number;
  to: number;
}

const place = (at: number, from: number, to: number): number =>
  Math.min(100, Math.max(0, ((at - from) / Math.max(1, to - from)) * 100));

/** Over the chart: a bar for each time that it would have spoken. The list says the same in words. */
export function SpokenMarks({ spoken, from, to }: Props) {
  return (
    <div className={classes.marks} aria-hidden="true">
      {spoken.map(({ at, until, severity }) => {
        const left = place(at, from, to);
        return (
          <span
            key={at}
            className={classes.mark}
            data-severity={severity}
            style={{ left: `${left}%`, width: `${place(until ?? to, from, to) - left}%` }}
          />
        );
      })}
    </div>
  );
}
