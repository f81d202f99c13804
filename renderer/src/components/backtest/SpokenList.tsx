import type { SpokenTime, Unit } from '../../../../shared/domain/check.ts';
import { duration } from '../../format/duration.ts';
import { plural } from '../../format/number.ts';
import { inUnit } from '../../format/unit.ts';
import { Mark } from '../Status.tsx';
import { At } from '../Time.tsx';
import classes from './BackTest.module.css';

const MOST_SHOWN = 6;

/** The times at which a check would have spoken, newest first. */
export function SpokenList({ spoken, unit }: { spoken: readonly SpokenTime[]; unit: Unit }) {
  if (spoken.length === 0) return null;
  const shown = spoken.slice(-MOST_SHOWN).reverse();
  const more = spoken.length - shown.length;
  return (
    <ol className={classes.spoken} aria-label="When it would have spoken">
      {shown.map(({ at, until, severity, value }) => (
        <li key={at}>
          <Mark
            glyph={severity === 'warning' ? 'warning' : 'broken'}
            word={severity === 'warning' ? 'Warning' : 'Broken'}
          />
          <At at={at} />
          <span>{inUnit(value, unit)}</span>
          <span className={classes.dim}>
            {until === null ? 'not over by now' : `over after ${duration((until - at) / 1_000)}`}
          </span>
        </li>
      ))}
      {more > 0 && <li className={classes.dim}>and {plural(more, 'time')} before</li>}
    </ol>
  );
}
