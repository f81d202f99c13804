/**
 * Steps and incidents. Values far out are not learned, so that an incident does not become normal. What stays out for
 * a day does: the level moves there. Should the values then return to where they were, the former level is taken back
 * at once: it was an incident after all.
 */
import { surpriseAt, type View, viewAt } from './evidence.ts';
import type { Baseline } from './state.ts';
import { TUNING } from './tuning.ts';

const DAY_MS = 86_400_000;
/** Values within bounds that end a time astray. */
const BACK = 3;
/** The centre of a time astray is a mean over so many values. */
const CENTRE_OVER = 24;
const FORMER_DAYS = 7;

/** Follows values astray, and says whether this one may be learned. */
export function mayLearn(baseline: Baseline, view: View, at: number, scaled: number, surprise: number) {
  if (surprise >= TUNING.broken && takeBack(baseline, at, scaled)) return true;
  if (surprise >= TUNING.broken && !baseline.astray)
    baseline.astray = { since: at, values: 0, centre: 0, within: 0, never: false };
  const { astray } = baseline;
  if (!astray) return true;
  const within = surprise < TUNING.broken;
  astray.within = within ? astray.within + 1 : 0;
  if (astray.within >= BACK) {
    baseline.astray = null;
    return true;
  }
  if (within) return true;
  astray.values += 1;
  astray.centre += (scaled - view.centre - astray.centre) / Math.min(astray.values, CENTRE_OVER);
  const lasted = at - astray.since >= TUNING.adoptDays * DAY_MS && astray.values >= TUNING.adoptValues;
  if (lasted && !astray.never) adopt(baseline, at);
  return false;
}

/** Makes the level that values astray have had lately the new normal. */
export function adopt(baseline: Baseline, at: number) {
  if (!baseline.astray) return;
  baseline.former = {
    levels: baseline.rhythms.map(({ level }) => level),
    until: at + FORMER_DAYS * DAY_MS,
  };
  for (const rhythm of baseline.rhythms) rhythm.level += baseline.astray.centre;
  settle(baseline);
}

/** Goes back to the levels before the latest adopted step. False: there are none. */
export function restoreFormer(baseline: Baseline): boolean {
  const { former } = baseline;
  if (!former) return false;
  for (const [kind, rhythm] of baseline.rhythms.entries()) rhythm.level = former.levels[kind] ?? rhythm.level;
  baseline.former = null;
  settle(baseline);
  return true;
}

function takeBack(baseline: Baseline, at: number, scaled: number): boolean {
  const { former } = baseline;
  if (!former) return false;
  if (at > former.until) {
    baseline.former = null;
    return false;
  }
  const fits = surpriseAt(viewAt(baseline, at, former.levels), scaled) < TUNING.unusual;
  return fits && restoreFormer(baseline);
}

function settle(baseline: Baseline) {
  baseline.astray = null;
  baseline.carry.miss = 0;
  baseline.mean = 0;
}
