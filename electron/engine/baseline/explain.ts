import { DAY, type Slot, WEEK } from './season.ts';
import type { Baseline } from './state.ts';

const DAY_MS = 86_400_000;
const DAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** What the expectation rests on: "Mondays 09:00–10:00 (8 weeks)", "09:00–10:00 (12 days)", "the last 3 h". */
export function basisOf(baseline: Baseline, slot: Slot, kind: number): string {
  const from = slot.day * slot.minutes;
  const hours = slot.minutes >= 1_440 ? '' : `${clock(from)}–${clock(from + slot.minutes)}`;
  if (kind === WEEK) {
    const day = DAYS[Math.floor((slot.week * slot.minutes) / 1_440)] ?? '';
    const weeks = Math.max(1, Math.round(baseline.week.visits[slot.week] ?? 0));
    return `${[day, hours].filter(Boolean).join(' ')} (${plural(weeks, 'week')})`;
  }
  if (kind === DAY && hours) {
    const days = Math.max(1, Math.round(baseline.day.visits[slot.day] ?? 0));
    return `${hours} (${plural(days, 'day')})`;
  }
  const span = (baseline.last ?? 0) - (baseline.first ?? 0);
  return `the last ${durationOf(Math.min(Math.max(DAY_MS, 14 * baseline.intervalMs), span))}`;
}

/** What is missing until there is enough to judge by, in words. `ms`: that much time. */
export function missingOf(ms: number): string {
  return `needs about ${durationOf(Math.max(1, ms))} more`;
}

/** A length of time in round words: "40 s", "20 min", "3 h", "2 days". */
export function durationOf(ms: number): string {
  if (ms < 90_000) return `${Math.max(1, Math.round(ms / 1_000))} s`;
  if (ms < 90 * 60_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 48 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / DAY_MS)} days`;
}

function plural(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
