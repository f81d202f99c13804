import { VisuallyHidden } from '@mantine/core';
import type { Figure } from '../../../../shared/domain/table.ts';
import { shortCount } from '../../format/number.ts';
import { shortTime } from '../../format/time.ts';
import { inUnit } from '../../format/unit.ts';
import { healthWord } from '../../format/words.ts';
import { place } from './bullet.ts';
import classes from './Overview.module.css';

const TRACK = 44;

const tones = { fail: 'broken', warn: 'warning' } as const;

/** Which words and which colour a value has: `error` and `deferred` say nothing of the value they stand beside. */
const toneOf = ({ status }: Figure) => (status === 'fail' || status === 'warn' ? tones[status] : undefined);

/** For readers what colour and weight say. */
function Spoken({ figure }: { figure: Figure }) {
  const tone = toneOf(figure);
  return tone ? <VisuallyHidden> ({healthWord[tone].toLowerCase()})</VisuallyHidden> : null;
}

function words(figure: Figure): string {
  const { low, high, unit, at } = figure;
  const normal =
    low !== null && high !== null
      ? `normal is ${inUnit(low, unit)} to ${inUnit(high, unit)}`
      : high !== null
        ? `normal is at most ${inUnit(high, unit)}`
        : low !== null
          ? `normal is at least ${inUnit(low, unit)}`
          : 'nothing to compare with yet';
  return `${inUnit(figure.value, unit)} at ${shortTime(at, Date.now())}; ${normal}.`;
}

/** How old the newest row was when it was looked at last. */
export function FreshnessCell({ figure }: { figure: Figure | null }) {
  if (!figure) return <span className={classes.nothing}>—</span>;
  return (
    <span className={classes.figure} data-tone={toneOf(figure)} title={words(figure)}>
      {inUnit(figure.value, figure.unit)}
      <Spoken figure={figure} />
    </span>
  );
}

/** How many rows came, on a line with what is normal. */
export function VolumeCell({ figure }: { figure: Figure | null }) {
  if (!figure) return <span className={classes.nothing}>—</span>;
  const at = place(figure);
  return (
    <span className={classes.volume} data-tone={toneOf(figure)} title={words(figure)}>
      <span className={classes.figure}>
        {figure.unit === 'rows' ? shortCount(figure.value) : inUnit(figure.value, figure.unit)}
        <Spoken figure={figure} />
      </span>
      <svg width={TRACK} height={12} viewBox={`0 0 ${TRACK} 12`} aria-hidden="true">
        <path d={`M0 6H${TRACK}`} stroke="var(--line-strong)" />
        {at && (
          <>
            <rect
              x={at.low * TRACK}
              y={2.5}
              width={Math.max(2, (at.high - at.low) * TRACK)}
              height={7}
              rx={2}
              className={classes.band}
            />
            <circle cx={3 + at.value * (TRACK - 6)} cy={6} r={2.8} className={classes.dot} />
          </>
        )}
      </svg>
    </span>
  );
}
