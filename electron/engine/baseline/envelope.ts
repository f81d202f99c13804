/**
 * Fail bounds from a seasonal envelope: the lowest and highest values of each hour of the week, as in the seasonal
 * subseries of Cleveland et al. 1990 ("STL") with rolling extremes in place of means, pooled over hours alike. What is
 * outside of all that was ever normal at such an hour is worth a message; a spread around a mean is not needed. An hour
 * counts once, however often it was looked at, and only when it is a day old: so a fault cannot open its own bounds,
 * and a step that lasts is normal after a day or two. See docs/learned-bounds.md.
 */
import { noteOutside } from './envelope-blips.ts';
import { boundsAt, FEW } from './envelope-bounds.ts';
import { noteLean } from './envelope-lean.ts';
import type { Enveloped } from './envelope-range.ts';
import { commit, settle, stretch } from './envelope-settle.ts';
import type { Envelope } from './envelope-state.ts';
import { toScale } from './scale.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** In the first days anything is taken for normal at once. */
const FIRST_DAYS = 2;
/** So many other values, all out of bounds, and a series is no longer constant. */
const OTHERS = 7;
/** Values within bounds in a row after which what the user called wrong is over. */
const BACK = 3;

/** Takes a value in. `normal` and `not_normal`: what the user said of it. */
export function learnEnvelope(
  enveloped: Enveloped,
  at: number,
  value: number,
  as: 'auto' | 'normal' | 'not_normal' = 'auto',
) {
  const { envelope, measure } = enveloped;
  const scaled = toScale(measure, value);
  if (as === 'not_normal') refuse(envelope);
  else if (as === 'normal') accept(enveloped, at, value, scaled);
  if (as !== 'auto') return;
  const bounds = boundsAt(enveloped, at);
  const isOut = bounds !== null && (value < bounds.failLow || value > bounds.failHigh);
  if (isRefused(envelope, isOut)) return;
  envelope.first ??= at;
  if (envelope.seen === 0) envelope.constant = { value, others: 0 };
  envelope.seen += 1;
  noteOutside(enveloped, at, value, isOut);
  if (bounds) noteLean(enveloped, at, value, bounds);
  noteFew(envelope, at, value);
  noteConstant(envelope, value, isOut);
  if (at - envelope.first < FIRST_DAYS * DAY_MS) stretch(envelope, scaled, scaled);
  if (measure === 'age' && !isOut) envelope.youngest = Math.min(envelope.youngest, value);
  wait(envelope, at, scaled, isOut);
  while (envelope.waiting.length > 1 && (envelope.waiting[0]?.at ?? at) < at - DAY_MS)
    settle(enveloped, envelope.waiting.shift());
}

/** One entry for each hour on the clock. */
function wait({ waiting }: Envelope, at: number, scaled: number, isOut: boolean) {
  const last = waiting.at(-1);
  if (!last || Math.floor(last.at / HOUR_MS) !== Math.floor(at / HOUR_MS)) {
    waiting.push({ at, low: scaled, high: scaled, mean: scaled, values: 1, out: isOut ? 1 : 0 });
    return;
  }
  last.values += 1;
  last.mean += (scaled - last.mean) / last.values;
  last.low = Math.min(last.low, scaled);
  last.high = Math.max(last.high, scaled);
  if (isOut) last.out += 1;
}

function noteFew(envelope: Envelope, at: number, value: number) {
  const { few } = envelope;
  const day = Math.floor(at / DAY_MS);
  const entry = few?.find((other) => other.value === value);
  if (entry && entry.day < day) {
    entry.day = day;
    entry.days += 1;
  } else if (!entry && few) {
    if (few.length < FEW) few.push({ value, first: at, day, days: 1 });
    else envelope.few = null;
  }
}

function noteConstant(envelope: Envelope, value: number, isOut: boolean) {
  const { constant } = envelope;
  if (!constant || value === constant.value) return;
  constant.others += 1;
  if (!isOut || constant.others >= OTHERS) envelope.constant = null;
}

/** It is normal at this hour of the week from now on, and at every other hour until they have learned of it. */
function accept(enveloped: Enveloped, at: number, value: number, scaled: number) {
  const { envelope, measure } = enveloped;
  const { accepted } = envelope;
  const until = at + FIRST_DAYS * DAY_MS;
  envelope.accepted =
    accepted && accepted.until >= at
      ? { low: Math.min(accepted.low, scaled), high: Math.max(accepted.high, scaled), until }
      : { low: scaled, high: scaled, until };
  envelope.refusing = null;
  envelope.constant = null;
  envelope.first ??= at;
  for (let time = 0; time < 2; time++) noteFew(envelope, at + time * DAY_MS, value);
  if (measure === 'age') envelope.youngest = Math.min(envelope.youngest, value);
  commit(enveloped, { at, low: scaled, high: scaled, mean: scaled, values: 1, out: 0 });
}

/** Hours in a row that were out are forgotten, and what follows is not learned until it is over. */
function refuse(envelope: Envelope) {
  const { waiting } = envelope;
  while ((waiting.at(-1)?.out ?? 0) > 0) waiting.pop();
  envelope.accepted = null;
  envelope.refusing = 0;
}

function isRefused(envelope: Envelope, isOut: boolean): boolean {
  if (envelope.refusing === null) return false;
  envelope.refusing = isOut ? 0 : envelope.refusing + 1;
  if (envelope.refusing >= BACK) envelope.refusing = null;
  return isOut;
}
