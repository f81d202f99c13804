/**
 * Rhythm over the day and the week, discovered rather than assumed. Three forecasters run side by side (the level
 * alone; level and hour of day; level and hour of week), each by error correction as in Holt and Winters. The one whose
 * forecasts erred least so far speaks, and a more detailed one must be clearly better (Dawid 1984, "Statistical Theory:
 * The Prequential Approach": judge a model by the forecasts that it made).
 */
import type { Baseline, Slots } from './state.ts';
import { TUNING } from './tuning.ts';
import { minuteOfWeek } from './zone.ts';

const DAY_MINUTES = 1_440;
const DAY_MS = 86_400_000;

/** Places in `Baseline.rhythms`. */
export const LEVEL = 0;
export const DAY = 1;
export const WEEK = 2;
/** Days that must have passed before each can have shown itself. */
const DAYS_TO_SHOW = [0, 2, 14];

export interface Slot {
  day: number;
  week: number;
  minutes: number;
}

/** Width of a slot in minutes: an hour, or as much as one interval. */
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

export function slotAt(baseline: Baseline, at: number): Slot {
  const minutes = slotMinutes(baseline.intervalMs);
  const minute = minuteOfWeek(at, baseline.zone);
  return {
    day: Math.floor((minute % DAY_MINUTES) / minutes),
    week: Math.floor(minute / minutes),
    minutes,
  };
}

/** What each forecaster adds to its level in this slot. */
export function offsetsOf({ day, week }: Baseline, slot: Slot): readonly [number, number, number] {
  const ofDay = day.offset[slot.day] ?? 0;
  const visits = week.visits[slot.week] ?? 0;
  // What was seen in one week only is believed by two thirds.
  const ofWeek = ((week.offset[slot.week] ?? 0) * visits) / (visits + 0.5);
  return [0, ofDay, ofDay + ofWeek];
}

/** The forecaster that has erred least so far. */
export function bestRhythm({ first, last, rhythms }: Baseline): number {
  const days = ((last ?? 0) - (first ?? 0)) / DAY_MS;
  let best = LEVEL;
  for (const kind of [DAY, WEEK]) {
    if (days < (DAYS_TO_SHOW[kind] ?? 0)) break;
    if ((rhythms[kind]?.error ?? 0) < TUNING.clearly * (rhythms[best]?.error ?? 0)) best = kind;
  }
  return best;
}

/** How much wider than usual values scatter in this slot. */
export function widthOf({ day, week }: Baseline, slot: Slot, kind: number): number {
  const ofDay = shrunk(day, slot.day);
  // Values may scatter more at some hours even where their level has no rhythm.
  if (kind === LEVEL) return Math.max(1, ofDay);
  return kind === WEEK ? ofDay * shrunk(week, slot.week) : ofDay;
}

function shrunk({ width, visits }: Slots, index: number): number {
  const seen = visits[index] ?? 0;
  return (TUNING.widthPrior + seen * (width[index] ?? 1)) / (TUNING.widthPrior + seen);
}

/**
 * Corrects levels and slots by what the forecasts missed. `steps`: intervals since the value before; `limit` cuts a
 * single miss off.
 */
export function learnRhythms(baseline: Baseline, slot: Slot, scaled: number, steps: number, limit: number) {
  const added = offsetsOf(baseline, slot);
  const memory = Math.max(1 / (baseline.seen + 1), baseline.intervalMs / (TUNING.errorDays * DAY_MS));
  const share = slotShare(baseline, slot);
  const settled = hasSettled(baseline);
  for (const [kind, rhythm] of baseline.rhythms.entries()) {
    const miss = cut(scaled - rhythm.level - (added[kind] ?? 0), limit);
    rhythm.level += levelGain(baseline, kind, steps) * miss;
    rhythm.error += Math.min(1, memory) * (Math.abs(miss) - rhythm.error);
    if (kind === DAY) visit(baseline.day, slot.day, 'offset', miss, share);
    if (kind === WEEK && settled) visit(baseline.week, slot.week, 'offset', miss, share);
  }
}

/** Learns how wide this slot is. `distance` is in usual spreads. Call it after `learnRhythms`: it counts the visit. */
export function learnWidths(baseline: Baseline, slot: Slot, distance: number) {
  const { day, week } = baseline;
  const share = slotShare(baseline, slot);
  const ofDay = shrunk(day, slot.day);
  visit(day, slot.day, 'width', distance - (day.width[slot.day] ?? 1), share);
  day.visits[slot.day] = Math.min(TUNING.daysKept, (day.visits[slot.day] ?? 0) + share);
  if (!hasSettled(baseline)) return;
  visit(week, slot.week, 'width', distance / ofDay - (week.width[slot.week] ?? 1), share);
  week.visits[slot.week] = Math.min(TUNING.weeksKept, (week.visits[slot.week] ?? 0) + share);
}

/** The week is learned on top of the day, so the day comes first: a week of it. */
function hasSettled({ first, last, intervalMs }: Baseline): boolean {
  return intervalMs >= DAY_MS || (last ?? 0) - (first ?? 0) >= 7 * DAY_MS;
}

function levelGain({ seen, intervalMs }: Baseline, kind: number, steps: number): number {
  const follow = 1 - Math.exp((-steps * intervalMs) / ((TUNING.levelDays[kind] ?? 1) * DAY_MS));
  return Math.max(1 / (seen + 1), Math.min(0.2, follow));
}

/** The part of a slot's visit that one value stands for. */
function slotShare(baseline: Baseline, slot: Slot): number {
  return Math.min(1, baseline.intervalMs / 60_000 / slot.minutes);
}

function visit(slots: Slots, index: number, what: 'offset' | 'width', miss: number, share: number) {
  const visits = slots.visits[index] ?? 0;
  const gain = Math.max(share / (visits + share), share * TUNING.leastVisit);
  slots[what][index] = (slots[what][index] ?? 0) + gain * miss;
}

function cut(value: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, value));
}
