/**
 * Rhythm over the day and the week, discovered rather than assumed: three forecasters run side by side (level alone;
 * level and hour of day; level and hour of week), each by error correction as in Holt and Winters, and the one with
 * the smallest error so far speaks (Dawid 1984, "The prequential approach": judge a model by the forecasts it made).
 */
import type { Baseline, Slots } from './state.ts';
import { minuteOfWeek } from './zone.ts';

const DAY_MINUTES = 1_440;
const DAY_MS = 86_400_000;
/** Remembered visits of a slot: it follows a change within so many days or weeks. */
const DAYS_KEPT = 14;
const WEEKS_KEPT = 8;
/** A rhythm must forecast this much better than the simpler one to be believed. */
const CLEARLY = 0.9;

export type RhythmKind = 'none' | 'day' | 'week';

export interface SlotAt {
  day: number;
  week: number;
  minutes: number;
}

/** Width of a slot in minutes: an hour, or as coarse as the interval makes sense. */
export function slotMinutes(intervalMs: number): number {
  const minutes = intervalMs / 60_000;
  return [60, 120, 180, 240, 360, 480, 720].find((width) => width >= minutes) ?? DAY_MINUTES;
}

export function emptySlots(count: number): Slots {
  return {
    offset: new Array(count).fill(0),
    width: new Array(count).fill(1),
    visits: new Array(count).fill(0),
  };
}

export function slotAt(baseline: Baseline, at: number): SlotAt {
  const minutes = slotMinutes(baseline.intervalMs);
  const minute = minuteOfWeek(at, baseline.zone);
  return {
    day: Math.floor((minute % DAY_MINUTES) / minutes),
    week: Math.floor(minute / minutes),
    minutes,
  };
}

/** What the kinds of rhythm add to the level in this slot. */
export function offsets(baseline: Baseline, slot: SlotAt): [none: number, day: number, week: number] {
  const day = baseline.day.offset[slot.day] ?? 0;
  const visits = baseline.week.visits[slot.week] ?? 0;
  // A slot of the week that was seen once is half believed.
  const week = ((baseline.week.offset[slot.week] ?? 0) * visits) / (visits + 0.5);
  return [0, day, day + week];
}

/** The rhythm that has forecast best so far. A more detailed one must have been clearly better. */
export function bestRhythm(baseline: Baseline): number {
  let best = 0;
  const elapsed = (baseline.last ?? 0) - (baseline.first ?? 0);
  for (let kind = 1; kind <= 2; kind++) {
    if (elapsed < (kind === 1 ? 2 : 14) * DAY_MS) break;
    const error = baseline.rhythms[kind]?.error ?? 0;
    if (error < CLEARLY * (baseline.rhythms[best]?.error ?? 0)) best = kind;
  }
  return best;
}

/** Corrects levels and slots by what the forecasts missed. `limit` caps a single miss. */
export function learnRhythms(baseline: Baseline, slot: SlotAt, scaled: number, gain: number, limit: number) {
  const added = offsets(baseline, slot);
  for (const [kind, rhythm] of baseline.rhythms.entries()) {
    const miss = bounded(scaled - rhythm.level - (added[kind] ?? 0), limit);
    rhythm.level += gain * miss;
    rhythm.error += Math.max(gain, 1 / (baseline.seen + 1)) * (Math.abs(miss) - rhythm.error);
    if (kind === 1) correct(baseline.day, slot.day, miss, slotShare(baseline, slot), DAYS_KEPT);
    if (kind === 2) correct(baseline.week, slot.week, miss, slotShare(baseline, slot), WEEKS_KEPT);
  }
}

/** The part of a slot's visit that one value stands for. */
function slotShare(baseline: Baseline, slot: SlotAt): number {
  return Math.min(1, baseline.intervalMs / 60_000 / slot.minutes);
}

function correct(slots: Slots, index: number, miss: number, share: number, kept: number) {
  const visits = slots.visits[index] ?? 0;
  slots.offset[index] = (slots.offset[index] ?? 0) + (share / (visits + share)) * miss;
  slots.visits[index] = Math.min(kept, visits + share);
}

function bounded(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
