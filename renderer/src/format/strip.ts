import type { RunStatus } from '../../../shared/domain/status.ts';
import { plural } from './number.ts';
import { upperFirst } from './text.ts';
import { hourAndMinute } from './time.ts';

interface Shown {
  from: number;
  slotMs: number;
  worst: readonly (RunStatus | null)[];
}

/** How many of its first slots ended before the table was watched, and before anything ran. */
export function unwatchedSlots({ from, slotMs, worst }: Shown, watchedSince: number): number {
  const before = Math.max(0, Math.min(worst.length, Math.floor((watchedSince - from) / slotMs)));
  const first = worst.slice(0, before).findIndex((each) => each !== null);
  return first === -1 ? before : first;
}

/** What a strip shows, for readers and the tooltip. */
export function stripInWords(strip: Shown, watchedSince = 0): string {
  const { from, slotMs, worst } = strip;
  const at = (slot: number) => hourAndMinute(Math.max(from + slot * slotMs, watchedSince));
  const count = (statuses: readonly RunStatus[]) =>
    worst.filter((each) => each !== null && statuses.includes(each)).length;
  const seen = worst.filter((each) => each !== null).length;
  const unwatched = unwatchedSlots(strip, watchedSince);
  const since = `watched since ${hourAndMinute(watchedSince)}`;
  if (seen === 0) return unwatched > 0 ? `Nothing ran yet; ${since}.` : 'Nothing ran in the last 24 h.';
  const span = (slots: number) => plural(slots, 'half hour');
  const parts: string[] = [];
  const failed = count(['fail']);
  const warned = count(['warn']);
  const away = count(['error', 'deferred']);
  if (failed > 0) parts.push(`failed in ${span(failed)}, last at ${at(worst.lastIndexOf('fail'))}`);
  if (warned > 0) parts.push(`warned in ${span(warned)}, last at ${at(worst.lastIndexOf('warn'))}`);
  if (away > 0) parts.push(`not judged in ${span(away)}`);
  if (parts.length === 0) parts.push(count(['learning']) === seen ? 'still learning' : 'nothing bad');
  const silent = worst.length - unwatched - seen;
  if (silent > 0) parts.push(`nothing ran in ${span(silent)}`);
  return `${unwatched > 0 ? upperFirst(since) : 'Last 24 h'}: ${parts.join('; ')}.`;
}
