import { memo } from 'react';
import type { RunStatus } from '../../../shared/domain/status.ts';
import { stripInWords, unwatchedSlots } from '../format/strip.ts';
import type { Strip } from '../stores/add-run.ts';

const STEP = 3;
const BAR = 2.2;
const HEIGHT = 16;

/** Told by height as well as by colour: what is fine stays low, what is bad stands up, what nobody knows is a gap. */
const looks: Record<RunStatus, { height: number; fill: string }> = {
  pass: { height: 6, fill: 'var(--healthy-fill)' },
  learning: { height: 6, fill: 'var(--learning-fill)' },
  deferred: { height: 3, fill: 'var(--unjudged-fill)' },
  error: { height: 3, fill: 'var(--unjudged-fill)' },
  warn: { height: 11, fill: 'var(--warning-fill)' },
  fail: { height: 16, fill: 'var(--broken-fill)' },
};

/** One path for each status that occurs: a row costs a handful of elements, however many slots it has. */
function paths(worst: readonly (RunStatus | null)[]): [RunStatus, string][] {
  const found = new Map<RunStatus, string>();
  worst.forEach((status, slot) => {
    if (status === null) return;
    const { height } = looks[status];
    const bar = `M${slot * STEP} ${HEIGHT - height}h${BAR}v${height}h-${BAR}z`;
    found.set(status, (found.get(status) ?? '') + bar);
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
