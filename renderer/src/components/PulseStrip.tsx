import { memo } from 'react';
import type { RunStatus } from '../../../shared/domain/status.ts';
import { stripInWords, unwatchedSlots } from '../format/strip.ts';
import type { Strip } from '../stores/add-run.ts';

const STEP = 3;
const BAR = 2.2;
const HEIGHT = 16;

interface Look {
  /** From where to where its bar goes, in parts. */
  bar: readonly (readonly [from: number, to: number])[];
  fill: string;
}

/**
 * Told by shape as well as by colour: what is fine stays low, what still learns is in two parts, what is bad stands up,
 * what nobody knows is a gap.
 */
const looks: Record<RunStatus, Look> = {
  pass: { bar: [[0, 6]], fill: 'var(--healthy-fill)' },
  learning: {
    bar: [
      [0, 2],
      [4, 6],
    ],
    fill: 'var(--learning-fill)',
  },
  deferred: { bar: [[0, 3]], fill: 'var(--unjudged-fill)' },
  error: { bar: [[0, 3]], fill: 'var(--unjudged-fill)' },
  warn: { bar: [[0, 11]], fill: 'var(--warning-fill)' },
  fail: { bar: [[0, 16]], fill: 'var(--broken-fill)' },
};

/** One path for each status that occurs: a row costs a handful of elements, however many slots it has. */
function paths(worst: readonly (RunStatus | null)[]): [RunStatus, string][] {
  const found = new Map<RunStatus, string>();
  worst.forEach((status, slot) => {
    if (status === null) return;
    for (const [from, to] of looks[status].bar) {
      const part = `M${slot * STEP} ${HEIGHT - to}h${BAR}v${to - from}h-${BAR}z`;
      found.set(status, (found.get(status) ?? '') + part);
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
          <path key={status} d={path} fill={looks[status].fill} />
        ))}
      </svg>
    </span>
  );
});
