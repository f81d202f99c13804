import type { LocalTime } from './calendar.ts';

/** How busy a table is at a moment, relative to its busy hours (about 1). */
export type Rhythm = (time: LocalTime) => number;

const shopHours = [
  0.18, 0.1, 0.06, 0.05, 0.05, 0.08, 0.18, 0.35, 0.55, 0.7, 0.8, 0.85, 0.9, 0.85, 0.8, 0.78, 0.8, 0.85, 0.95,
  1.05, 1.1, 1, 0.7, 0.38,
];
const shopDays = [1, 0.97, 0.98, 1, 1.05, 1.12, 1.2];
const officeHours = [
  0.03, 0.02, 0.02, 0.02, 0.03, 0.05, 0.12, 0.4, 0.85, 1, 1.05, 1, 0.7, 0.85, 1, 0.98, 0.9, 0.7, 0.35, 0.18,
  0.12, 0.09, 0.06, 0.04,
];
const officeDays = [1.08, 1.05, 1, 1, 0.85, 0.06, 0.05];

/** People who buy: quiet at night, a peak in the evening, more at weekends. */
export const shop: Rhythm = ({ hour, weekday }) => atHour(shopHours, hour) * (shopDays[weekday] ?? 1);

/** People at work: weekdays, office hours, a dip at lunch; next to nothing at night and on weekends. */
export const office: Rhythm = ({ hour, weekday }) => atHour(officeHours, hour) * (officeDays[weekday] ?? 1);

/** Work that is done on weekdays only, the whole day long: nothing at all on weekends. */
export const weekdaysOnly: Rhythm = ({ hour, weekday }) => (weekday > 4 ? 0 : atHour(officeHours, hour));

/** Devices: the same by day and by night. */
export const steady: Rhythm = () => 1;

/** A rhythm that is so many times as busy at the month's end, building up over two days and fading on the 1st. */
export function withMonthEnd(rhythm: Rhythm, peak: number): Rhythm {
  return (time) => {
    const share =
      time.daysToMonthEnd === 0 ? 1 : time.daysToMonthEnd === 1 ? 0.5 : time.dayOfMonth === 1 ? 0.3 : 0;
    return rhythm(time) * (1 + (peak - 1) * share);
  };
}

/** Between full hours the rhythm changes evenly. */
function atHour(profile: readonly number[], hour: number): number {
  const whole = Math.floor(hour);
  const now = profile[whole % 24] ?? 0;
  const next = profile[(whole + 1) % 24] ?? 0;
  return now + (next - now) * (hour - whole);
}
