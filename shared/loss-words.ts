import type { RestoreLoss } from './domain/backup.ts';
import { formatCount } from './format.ts';
import { localFormat } from './local-format.ts';

const sameYear = localFormat({
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const withYear = localFormat({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `25 Nov 14:02`, in local time; with the year when it is another one. */
export function dayAndTime(at: number, now: number): string {
  const format = new Date(at).getFullYear() === new Date(now).getFullYear() ? sameYear : withYear;
  return format.format(at).replace(',', '');
}

/** What going back costs: `Everything after 25 Nov 14:02 is lost: about 3,400 check runs, and …`. */
export function lossInWords({ after, runs, estimated }: RestoreLoss, now: number): string {
  const changes = 'to connections, tables, checks and settings made since';
  const since = dayAndTime(after, now);
  if (runs === 0) return `No check has run since ${since}. Changes ${changes} are lost.`;
  const about = estimated
    ? `about ${formatCount(roughly(runs), 'check run')}`
    : formatCount(runs, 'check run');
  return `Everything after ${since} is lost: ${about}, the incidents they led to, and changes ${changes}.`;
}

/** Two digits that mean something: 3,412 is 3,400. */
function roughly(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return Math.round(count / step) * step;
}
