import { type PackedEnvelope, pack, unpack } from './envelope-pack.ts';
import type { Baseline, Slots, Tails } from './state.ts';

/** A text for the store, at most about 6 KB: numbers are rounded to what matters. */
export function serialise(baseline: Baseline): string {
  const { day, week, tails, envelope, ...rest } = baseline;
  const { deviation, jump, mean } = tails;
  const shorter = {
    ...rest,
    day: shortSlots(day, baseline),
    week: shortSlots(week, baseline),
    tails: { deviation: shortTails(deviation), jump: shortTails(jump), mean: shortTails(mean) },
  };
  const text = JSON.stringify(shorter, (_, part) => (typeof part === 'number' ? rounded(part, 5) : part));
  return `${text.slice(0, -1)},"envelope":${JSON.stringify(pack(envelope))}}`;
}

/** The baseline of a text from `serialise`. Null when it is not one of a version known here: learn anew. */
export function revive(text: string): Baseline | null {
  try {
    const state = JSON.parse(text) as (Baseline & { envelope?: PackedEnvelope }) | null;
    if (state?.version !== 1 || !state.envelope) return null;
    return { ...state, envelope: unpack(state.envelope) };
  } catch {
    return null;
  }
}

/** Offsets to a hundredth of the spread: more than that nobody can tell. */
function shortSlots({ offset, width, visits }: Slots, { spread }: Baseline): Slots {
  const step = 10 ** Math.floor(Math.log10(Math.max(spread, 1e-6) / 20));
  const steps = (value: number) => rounded(Math.round(value / step) * step, 6);
  return { offset: offset.map(steps), width: short(width, 2), visits: short(visits, 2) };
}

/** Nothing was ever seen far out in most tails: what is empty at the end is left out. */
function shortTails({ below, above, total }: Tails): Tails {
  return { below: trimmed(short(below, 2)), above: trimmed(short(above, 2)), total };
}

function trimmed(bins: number[]): number[] {
  return bins.slice(0, bins.findLastIndex((count) => count > 0) + 1);
}

function short(values: readonly number[], digits: number): number[] {
  return values.map((value) => rounded(value, digits));
}

function rounded(value: number, digits: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
}
