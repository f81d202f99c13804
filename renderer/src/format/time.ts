import { DATE_LOCALE, type LocalFormat, localFormat } from '../../../shared/local-format.ts';
import { roughly } from './duration.ts';

/** "12 s ago", "just now". With `isCoarse`, seconds are not told: what is drawn stays true for a while. */
export function ago(at: number, now: number, isCoarse = false): string {
  const seconds = (now - at) / 1_000;
  return seconds < 2 && !isCoarse ? 'just now' : `${span(seconds, isCoarse)} ago`;
}

/** "in 12 s", or "due now" when it should have happened. */
export function until(at: number, now: number, isCoarse = false): string {
  const seconds = (at - now) / 1_000;
  return seconds < 1 ? 'due now' : `in ${span(seconds, isCoarse)}`;
}

/** "for 12 s", of what is so since then. */
export const lasting = (since: number, now: number, isCoarse = false): string =>
  `for ${lengthUntil(since, now, isCoarse)}`;

/** "12 s", of what has lasted since then. */
export const lengthUntil = (since: number, now: number, isCoarse = false): string =>
  span((now - since) / 1_000, isCoarse);

const span = (seconds: number, isCoarse: boolean): string =>
  isCoarse && seconds < 60 ? '< 1 min' : roughly(seconds);

type Zone = 'local' | 'utc';

/** One format for the clock of this machine, and one for UTC: they are dear to make. */
function inZones(options: Intl.DateTimeFormatOptions): Record<Zone, LocalFormat> {
  return {
    local: localFormat(options),
    utc: new Intl.DateTimeFormat(DATE_LOCALE, { ...options, timeZone: 'UTC' }),
  };
}

const full = inZones({ dateStyle: 'full', timeStyle: 'medium' });
const clock = inZones({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const hours = inZones({ hour: '2-digit', minute: '2-digit' });
const days = inZones({ month: 'short', day: 'numeric' });
const months = inZones({ month: 'short', year: 'numeric' });
const dayAndClock = inZones({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

const far = inZones({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

const DAY_MS = 86_400_000;
/** Further away than half a year, a day and its month may well be those of another year. */
const FAR_MS = 183 * DAY_MS;

let zone: Zone = 'local';

/** Which clock the window shows from now on. What is on the screen follows with the next tick. */
export function setTimeZone(wanted: Zone): void {
  zone = wanted;
}

/** "14:02:10 to 14:40:00", with the day where it is not today. */
export function spanInWords(from: number, to: number, now: number): string {
  return `${shortTime(from, now)} to ${shortTime(to, now)}`;
}

/** For a tooltip: the user's own time and UTC, one under the other. */
export function fullTime(at: number): string {
  const utc = new Date(at).toISOString().replace('T', ' ').slice(0, 19);
  return `${full.local.format(at)}\n${utc} UTC`;
}

/** The clock alone today, else the day as well, far from now the year, too. Says when it is not this machine's clock. */
export function shortTime(at: number, now: number): string {
  const text = formatFor(at, now)[zone].format(at);
  return zone === 'utc' ? `${text} UTC` : text;
}

function formatFor(at: number, now: number): Record<Zone, LocalFormat> {
  const distance = Math.abs(now - at);
  if (distance > FAR_MS) return far;
  const today = distance < 2 * DAY_MS && days[zone].format(at) === days[zone].format(now);
  return today ? clock : dayAndClock;
}

/** Hours and minutes, as an axis or a short span needs them. */
export const hourAndMinute = (at: number): string => hours[zone].format(at);

/** The day, as an axis needs it. */
export const dayOf = (at: number): string => days[zone].format(at);

/** Down to the second, as a short axis needs it. */
export const clockOf = (at: number): string => clock[zone].format(at);

/** The month and its year, as a long axis needs them. */
export const monthOf = (at: number): string => months[zone].format(at);

/** "2026-01-15 09:30", which reads the same beside other such times and sorts as text. */
export function minuteOf(at: number): string {
  // The machine's own clock is as far from UTC as it says.
  const shift = zone === 'utc' ? 0 : new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - shift).toISOString().slice(0, 16).replace('T', ' ');
}
