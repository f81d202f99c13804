/**
 * Every number that was chosen, in one place. They are the same for all checks and all series. How they were chosen,
 * and how little each matters: docs/learned-bounds.md.
 */
export const TUNING = {
  /** Values before any verdict, and days where a check runs more than once a day. */
  fewestValues: 20,
  fewestDays: 7,

  /** The level follows within about so many days: alone, with a rhythm over the day, with one over the week. */
  levelDays: [0.5, 2, 7],
  /** A slot of the day or week remembers so many visits. */
  daysKept: 14,
  weeksKept: 8,
  /** The latest visit of a slot counts at least for so much. */
  leastVisit: 0.3,
  /** A more detailed rhythm is believed when its forecasts err less than this share of the simpler one's. */
  clearly: 0.95,
  /** Errors of the rhythms are compared over about so many days. */
  errorDays: 7,
  /** A slot's own width counts fully after about so many visits. */
  widthPrior: 1,
  /** A value widens its slot by at most so many spreads. */
  widest: 4,

  /** Values over which the spread is averaged. */
  spreadKept: 1_000,
  /** Misses are cut off at so many spreads before they are learned. */
  clip: 8,
  /** The spread is at least this share of the usual distance from the plain level. */
  leastShare: 0.05,
  /** Part of a miss that may carry over to the next value, at most; and the miss that may, in spreads. */
  mostCarry: 0.95,
  carryClip: 3,
  /** Values that the running mean of deviations is taken over. */
  meanOver: 36,

  /** Share of the values that counts as the tail. */
  tailShare: 0.02,
  /** Values that a tail remembers. */
  tailKept: 5_000,
  /** A better rhythm has misses of its own: what is known of the former one's counts for so much. */
  carriedOver: 0.2,
  /** A normal distribution's tail counts as so many values of the tail, until there are more. */
  tailPrior: 40,
  leastReach: 0.1,
  /** A tail begins no nearer than so many spreads: what is constant has no tail of its own. */
  leastEdge: 1.5,
  /** A single value stretches a tail by at most this factor's logarithm. */
  tailCap: 3,
  /** How much more than the deviation itself the other two evidences may weigh, at most. */
  support: 1.5,

  /** Surprise at which a value is unusual; and broken, so that it must last to be learned. */
  unusual: 6.5,
  broken: 9,
  /** Of a time astray only the first values are taken into the tails: bursts are learned, incidents are not. */
  burst: 6,
  adoptDays: 1,
  adoptValues: 5,

  /** After news, so many values must pass before the next, unless it is worse by this factor. */
  restValues: 75,
  restFrom: 2,
  worse: 1.15,
};
