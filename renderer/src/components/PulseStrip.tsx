import { memo } from 'react';
import type { RunStatus } from '../../../shared/domain/status.ts';
import { stripInWords, unwatchedSlots } from '../format/strip.ts';
import type { Strip } from '../stores/add-run.ts';

const STEP = 3;
/** A bar and the gap after it. */
const DASHES = '2.2 0.8';
const HEIGHT = 16;

interface Look {
  /** How high above the ground the middles of its lines are. */
  middles: readonly number[];
  thick: number;
  colour: string;
}

/**
 * Told by shape as well as by colour: what is fine stays low, what still learns is in two parts, what is bad stands up,
 * what nobody knows is a gap.
 */
const looks: Record<RunStatus, Look> = {
  pass: { middles: [3], thick: 6, colour: 'var(--healthy-fill)' },
  learning: { middles: [1, 5], thick: 2, colour: 'var(--learning-fill)' },
  deferred: { middles: [1.5], thick: 3, colour: 'var(--unjudged-fill)' },
  error: { middles: [1.5], thick: 3, colour: 'var(--unjudged-fill)' },
  warn: { middles: [5.5], thick: 11, colour: 'var(--warning-fill)' },
  fail: { middles: [8], thick: 16, colour: 'var(--broken-fill)' },
};

/**
 * One path for each status that occurs, a line for each stretch of slots of one status: a row costs a handful of
 * elements, and a table that is well all day one short line, however many slots it has.
 */
function paths(worst: readonly (RunStatus | null)[]): [RunStatus, string][] {
  const found = new Map<RunStatus, string>();
  worst.forEach((status, slot) => {
    if (status === null || status === worst[slot - 1]) return;
    let end = slot + 1;
    while (worst[end] === status) end += 1;
    for (const middle of looks[status].middles) {
      const line = `M${slot * STEP} ${HEIGHT - middle}H${end * STEP}`;
      found.set(status, (found.get(status) ?? '') + line);
    }
  });
  return [...found];
}

interface Props {
  strip: Strip;
  /** What was before is dotted: nobody looked, and nothing is missing. */
  watchedSince: number;
}

/** The last day of a table at a glance. */
export const PulseStrip = memo(function PulseStrip({ strip, watchedSince }: Props) {
  const width = strip.worst.length * STEP;
  const words = stripInWords(strip, watchedSince);
  const began = unwatchedSlots(strip, watchedSince) * STEP;
  const ground = { stroke: 'var(--line)', fill: 'none' };
  return (
    <span role="img" aria-label={words} title={words} style={{ display: 'block', lineHeight: 0 }}>
      <svg
        viewBox={`0 0 ${width} ${HEIGHT}`}
        width={width}
        height={HEIGHT}
        style={{ maxWidth: '100%' }}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {began > 0 && (
          <path d={`M0 ${HEIGHT - 0.5}H${began}`} {...ground} strokeDasharray={`1 ${STEP - 1}`} />
        )}
        {began < width && <path d={`M${began} ${HEIGHT - 0.5}H${width}`} {...ground} />}
        {paths(strip.worst).map(([status, path]) => (
          <path
            key={status}
            d={path}
            stroke={looks[status].colour}
            strokeWidth={looks[status].thick}
            strokeDasharray={DASHES}
          />
        ))}
      </svg>
    </span>
  );
});
