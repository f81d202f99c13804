import { roughly } from './duration.ts';

/** "12 s ago", "just now". */
export function ago(at: number, now: number): string {
  const seconds = (now - at) / 1_000;
  return seconds < 2 ? 'just now' : `${roughly(seconds)} ago`;
}

/** "in 12 s", or "due now" when it should have happened. */
export function until(at: number, now: number): string {
  const seconds = (at - now) / 1_000;
  return seconds < 1 ? 'due now' : `in ${roughly(seconds)}`;
}

// The engine's sentences beside them say 23:03, whatever the locale: one clock in the window.
const local = new Intl.DateTimeFormat(undefined, {
  dateStyle: 'full',
  timeStyle: 'medium',
  hourCycle: 'h23',
});
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** For a tooltip: the user's own time and UTC, one under the other. */
export function fullTime(at: number): string {
  const utc = new Date(at).toISOString().replace('T', ' ').slice(0, 19);
  return `${local.format(at)}\n${utc} UTC`;
}

/** The clock alone today, the day as well before. */
export function shortTime(at: number, now: number): string {
  return new Date(at).toDateString() === new Date(now).toDateString()
    ? clock.format(at)
    : dayAndClock.format(at);
}
