import type { Baseline } from './state.ts';

/** A text for the store, at most about 4 KB: numbers are rounded to what matters. */
export function serialise(baseline: Baseline): string {
  return JSON.stringify(baseline, (_, part) =>
    typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(4)) : part,
  );
}

/** The baseline of a text from `serialise`. Null when it is not one of a version known here: learn anew. */
export function revive(text: string): Baseline | null {
  try {
    const state = JSON.parse(text) as Baseline | null;
    return state?.version === 1 ? state : null;
  } catch {
    return null;
  }
}
