import { type Holiday, holidayOn } from '../../../shared/domain/holidays.ts';
import { type Expectation, expectationAt } from './baseline.ts';
import { fromScale, toScale } from './scale.ts';
import type { Baseline } from './state.ts';
import { offsetAt } from './zone.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = 7;
/** Room beyond what any weekday brings, in parts of the way from what was expected: no holiday like it may have been seen. */
const ROOM = 0.5;

/** Name of the holiday at a time, by the wall clock of a zone (IANA name). Null: a day like others. */
export function holidayAt(holidays: readonly Holiday[], at: number, zone: string): string | null {
  if (holidays.length === 0) return null;
  return holidayOn(holidays, new Date(at + offsetAt(at, zone)).toISOString().slice(0, 10));
}

/**
 * What to expect on a holiday: nobody knows which weekday it will be like, or whether it will be quieter than all of
 * them, so whatever any weekday brings at this time of day is usual, and the fail bounds lie half as far again beyond.
 * Prophet (Taylor and Letham 2018) gives each holiday an effect of its own; that takes years of history, which a check
 * rarely has.
 */
export function expectationOnHoliday(baseline: Baseline, at: number, name: string): Expectation {
  const own = expectationAt(baseline, at);
  if (!own.ready || own.centre === null) return own;
  const all = Array.from({ length: WEEKDAYS }, (_, days) =>
    days === 0 ? own : expectationAt(baseline, sameTimeBefore(baseline, at, days)),
  ).filter(({ ready }) => ready);
  const most = (of: 'upper' | 'failUpper') =>
    reduce(
      all.map((one) => one[of]),
      Math.max,
    );
  const least = (of: 'lower' | 'failLower') =>
    reduce(
      all.map((one) => one[of]),
      Math.min,
    );
  const { centre } = own;
  return {
    ...own,
    lower: least('lower'),
    upper: most('upper'),
    failLower: beyond(baseline, least('failLower'), centre),
    failUpper: beyond(baseline, most('failUpper'), centre),
    basis: `any day of the week at this time, as today is a holiday (${name})`,
  };
}

/** The same time of the wall clock some days earlier. */
function sameTimeBefore({ zone }: Baseline, at: number, days: number): number {
  const before = at - days * DAY_MS;
  return before + offsetAt(at, zone) - offsetAt(before, zone);
}

function reduce(bounds: readonly (number | null)[], pick: (a: number, b: number) => number): number | null {
  return bounds.reduce((found, bound) => (found === null || bound === null ? null : pick(found, bound)));
}

/** On the measure's own scale, so that a count never falls below 0 and a share never leaves 0 to 100 %. */
function beyond({ measure }: Baseline, bound: number | null, centre: number): number | null {
  if (bound === null || !Number.isFinite(bound)) return bound;
  const from = toScale(measure, bound);
  const moved = fromScale(measure, from + ROOM * (from - toScale(measure, centre)));
  return bound < centre ? Math.min(bound, moved) : Math.max(bound, moved);
}
