import type { RunStatus } from '../../../shared/domain/status.ts';
import { plural } from './number.ts';
import { hourAndMinute } from './time.ts';

interface Shown {
  from: number;
  slotMs: number;
  worst: readonly (RunStatus | null)[];
}

/** What a strip shows, for readers and the tooltip. */
export function stripInWords({ from, slotMs, worst }: Shown): string {
  const at = (slot: number) => hourAndMinute(from + slot * slotMs);
  const count = (statuses: readonly RunStatus[]) =>
    worst.filter((each) => each !== null && statuses.includes(each)).length;
  const seen = worst.filter((each) => each !== null).length;
  if (seen === 0) return 'Nothing ran in the last 24 h.';
  const span = (slots: number) => plural(slots, 'half hour');
  const parts: string[] = [];
  const failed = count(['fail']);
  const warned = count(['warn']);
  const away = count(['error', 'deferred']);
  if (failed > 0) parts.push(`failed in ${span(failed)}, last at ${at(worst.lastIndexOf('fail'))}`);
  if (warned > 0) parts.push(`warned in ${span(warned)}, last at ${at(worst.lastIndexOf('warn'))}`);
  if (away > 0) parts.push(`not judged in ${span(away)}`);
  if (parts.length === 0) parts.push(count(['learning']) === seen ? 'still learning' : 'nothing bad');
  if (seen < worst.length) parts.push(`nothing ran in ${span(worst.length - seen)}`);
  return `Last 24 h: ${parts.join('; ')}.`;
}
