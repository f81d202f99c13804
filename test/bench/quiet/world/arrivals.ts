import type { EpochMs } from '../../../../shared/domain/primitives.ts';
import { DAY, HOUR, type LocalTime, MINUTE } from './calendar.ts';
import type { Random } from './random.ts';
import { FAULT_DAYS, type World } from './world.ts';

/** History before the first run, so that its window is full. */
const BEFORE_MS = 2 * DAY;
const SLOT_MS = MINUTE;

export interface ArrivalSpec {
  /** Rows per hour that are to be expected at a moment. */
  perHour(time: LocalTime, at: EpochMs): number;
  /**
   * Relative spread of the day's and the hour's luck beside chance itself (Poisson): what makes real counts
   * over-dispersed, in a way that stays for a while.
   */
  wobble: { day: number; hour: number };
}

/**
 * Rows that arrive one by one, with the minute as the smallest step; within a minute they come evenly spaced. Can be
 * asked for any moment, so that two looks 15 s apart see nearly the same window.
 */
export class Arrivals {
  readonly start: EpochMs;
  readonly counts: Float64Array;
  private readonly world: World;
  /** Rows before each minute. */
  private readonly before: Float64Array;
  /** Where within its spacing the first row of a minute stands. */
  private readonly offsets: Float32Array;
  /** The last minute up to this one that saw a row; -1 for none. */
  private readonly lastFilled: Int32Array;

  constructor(world: World, random: Random, spec: ArrivalSpec) {
    this.world = world;
    this.start = world.start - BEFORE_MS;
    const slots = Math.ceil((world.end - this.start) / SLOT_MS);
    this.counts = new Float64Array(slots);
    this.before = new Float64Array(slots + 1);
    this.offsets = new Float32Array(slots);
    this.lastFilled = new Int32Array(slots);
    let day = random.normal();
    let hour = random.normal();
    const dayMemory = Math.exp(-SLOT_MS / DAY);
    const hourMemory = Math.exp(-SLOT_MS / HOUR);
    for (let slot = 0; slot < slots; slot++) {
      // Ornstein–Uhlenbeck: luck that lasts about a day, and luck that lasts about an hour.
      day = day * dayMemory + Math.sqrt(1 - dayMemory ** 2) * random.normal();
      hour = hour * hourMemory + Math.sqrt(1 - hourMemory ** 2) * random.normal();
      const at = this.start + slot * SLOT_MS;
      const mood = Math.exp(spec.wobble.day * day + spec.wobble.hour * hour);
      const mean = (spec.perHour(world.calendar.local(at), at) * mood * SLOT_MS) / HOUR;
      this.counts[slot] = random.poisson(mean);
      this.offsets[slot] = random.uniform();
    }
    this.sumUp();
  }

  /**
   * Changes how many rows came, minute by minute, from a moment until another. `covered` is the share of the minute
   * that lies between them.
   */
  change(from: EpochMs, to: EpochMs, change: (rows: number, slot: number, covered: number) => number): void {
    const last = Math.min(Math.ceil((to - this.start) / SLOT_MS), this.counts.length);
    for (let slot = Math.max(0, this.slotOf(from)); slot < last; slot++) {
      const begin = this.timeOf(slot);
      const covered = (Math.min(to, begin + SLOT_MS) - Math.max(from, begin)) / SLOT_MS;
      this.counts[slot] = change(this.counts[slot] ?? 0, slot, covered);
    }
    this.sumUp();
  }

  slotOf(at: EpochMs): number {
    return Math.floor((at - this.start) / SLOT_MS);
  }

  timeOf(slot: number): EpochMs {
    return this.start + slot * SLOT_MS;
  }

  rowsIn(at: EpochMs, windowMs: number): number {
    return this.rowsUntil(at) - this.rowsUntil(at - windowMs);
  }

  rowsUntil(at: EpochMs): number {
    const slot = this.slotOf(at);
    return (this.before[slot] ?? 0) + this.partOf(slot, this.counts[slot] ?? 0, at);
  }

  /** How many of a minute's rows (or of those among them that are marked) had come by then. */
  partOf(slot: number, rows: number, at: EpochMs): number {
    const passed = (at - this.timeOf(slot)) / SLOT_MS;
    return Math.min(rows, Math.floor(passed * rows + (this.offsets[slot] ?? 0)));
  }

  /** When the newest row came; null when there is none. */
  newest(at: EpochMs): EpochMs | null {
    let slot = this.slotOf(at);
    let come = this.partOf(slot, this.counts[slot] ?? 0, at);
    if (come === 0) {
      slot = this.lastFilled[slot - 1] ?? -1;
      come = this.counts[slot] ?? 0;
    }
    if (slot < 0) return null;
    const passed = Math.max(0, come - (this.offsets[slot] ?? 0)) / (this.counts[slot] ?? 1);
    return this.timeOf(slot) + passed * SLOT_MS;
  }

  /** The minute of a row picked by chance in the week after the healthy days: faults begin where rows are written. */
  pickMoment(random: Random): EpochMs {
    const from = this.world.healthyUntil;
    const to = from + FAULT_DAYS * DAY;
    const first = this.rowsUntil(from);
    const wanted = first + random.uniform() * (this.rowsUntil(to) - first);
    let slot = this.slotOf(from);
    while (slot < this.slotOf(to) && (this.before[slot + 1] ?? 0) <= wanted) slot++;
    return this.timeOf(slot);
  }

  private sumUp(): void {
    let last = -1;
    for (let slot = 0; slot < this.counts.length; slot++) {
      const rows = this.counts[slot] ?? 0;
      if (rows > 0) last = slot;
      this.lastFilled[slot] = last;
      this.before[slot + 1] = (this.before[slot] ?? 0) + rows;
    }
  }
}

/** A number per minute that is summed over the rows: those that are null, the money they carry. */
export class RowSums {
  private readonly arrivals: Arrivals;
  private readonly sums: Float64Array;
  private readonly before: Float64Array;
  private readonly whole: boolean;

  /** `whole`: the sums count rows, so that a part of a minute is a whole number too. */
  constructor(arrivals: Arrivals, sumOf: (rows: number, slot: number) => number, whole: boolean) {
    this.arrivals = arrivals;
    this.whole = whole;
    this.sums = arrivals.counts.map(sumOf);
    this.before = new Float64Array(this.sums.length + 1);
    for (let slot = 0; slot < this.sums.length; slot++) {
      this.before[slot + 1] = (this.before[slot] ?? 0) + (this.sums[slot] ?? 0);
    }
  }

  /** The sum over the rows of a window divided by their number; null without rows. */
  perRow(at: EpochMs, windowMs: number): number | null {
    const rows = this.arrivals.rowsIn(at, windowMs);
    return rows === 0 ? null : (this.until(at) - this.until(at - windowMs)) / rows;
  }

  private until(at: EpochMs): number {
    const slot = this.arrivals.slotOf(at);
    const sum = this.sums[slot] ?? 0;
    const before = this.before[slot] ?? 0;
    if (this.whole) return before + this.arrivals.partOf(slot, sum, at);
    const rows = this.arrivals.counts[slot] ?? 0;
    return rows === 0 ? before : before + (sum * this.arrivals.partOf(slot, rows, at)) / rows;
  }
}
