import type { BackTest } from '../../../shared/domain/check.ts';
import { formatCount, formatSeconds } from '../../../shared/format.ts';

const DAY_SECONDS = 86_400;

/** "In the last 30 days this would have spoken twice." */
export function sentenceOf({
  points,
  spoken,
  from,
  to,
}: Pick<BackTest, 'points' | 'spoken' | 'from' | 'to'>): string {
  if (points.length === 0) return 'There is no past to test this on yet.';
  const seconds = (to - from) / 1_000;
  const span =
    seconds >= 2 * DAY_SECONDS ? `${Math.round(seconds / DAY_SECONDS)} days` : formatSeconds(seconds);
  const learning = points.filter(({ status }) => status === 'learning').length;
  if (learning === points.length)
    return `In the last ${span} this would still have been learning what is normal.`;
  const rest = learning > points.length / 10 ? ' It was still learning for a part of that time.' : '';
  return `In the last ${span} this would ${timesOf(spoken.length)}.${rest}`;
}

function timesOf(count: number): string {
  if (count === 0) return 'not have spoken';
  return `have spoken ${count === 1 ? 'once' : count === 2 ? 'twice' : formatCount(count, 'time')}`;
}
