import { clockOf, dayOf, hourAndMinute, monthOf } from '../../format/time.ts';

const DAY = 86_400;

type Label = (at: number) => string;

/** As much of a time as tells neighbours on the axis apart, and what is said where it does not. */
function labelsFor(seconds: number): readonly [Label, Label] {
  if (seconds <= 600) return [clockOf, clockOf];
  if (seconds <= 1.5 * DAY) return [hourAndMinute, clockOf];
  return seconds <= 150 * DAY ? [dayOf, hourAndMinute] : [monthOf, dayOf];
}

/**
 * What stands under the ticks of a time axis of so many seconds. Of several on one day the first says the day, and the
 * others their hour. Times in seconds. Pure.
 */
export function tickLabels(times: readonly number[], seconds: number): string[] {
  const [label, finer] = labelsFor(seconds);
  const texts = times.map((time) => label(time * 1_000));
  return texts.map((text, index) => (text === texts[index - 1] ? finer((times[index] ?? 0) * 1_000) : text));
}
