import { formatNumber, formatSeconds } from '../../../shared/format.ts';
import { isNumber, isTimestamp } from '../replica/column-type.ts';
import { proposal, type Seen } from './column-proposal.ts';
import { saysKey } from './keys.ts';
import { suggestLevel, suggestRange, suggestWhole } from './numbers.ts';
import { type ColumnProfile, isText } from './profile.ts';
import { bounds, type Proposal, type ReadPlan } from './read-plan.ts';
import { isCategory, suggestDamage, suggestLength, suggestShape, suggestValues } from './texts.ts';
import { saysPlan, saysUpdate } from './timestamp.ts';

/** A column that is null in no more than this share of the rows is one that should be filled. */
const RARELY_NULL = 0.05;
/** Rows that were looked at, below which nothing is said of a habit. */
const FEWEST_ROWS = 50;
/** Checks of one kind on at most so many columns of a table; more can be added by hand. */
const MOST_EACH = 5;

const UNSEEN: ColumnProfile = {
  nullShare: 0,
  lowest: null,
  highest: null,
  wholeShare: null,
  damagedShare: null,
  shapes: null,
  delay: null,
};

/** Checks on what columns hold, each with why. */
export function suggestColumns(read: ReadPlan): Proposal[] {
  const { facts, profile } = read;
  const seen = facts.columns.map((column) => ({
    column,
    profile: profile?.columns.get(column.name) ?? UNSEEN,
  }));
  const missing = suggestMissing(read, seen);
  if (!profile || profile.rows < FEWEST_ROWS) return missing;
  const texts = seen.filter(({ column }) => isText(column));
  const numbers = seen.filter(({ column }) => isNumber(column) && !saysKey(column.name));
  return [
    ...missing,
    ...most(texts.filter(isCategory).map((each) => suggestValues(read, each))),
    ...most(texts.filter((each) => !isCategory(each)).flatMap((each) => suggestShape(read, each))),
    ...most(texts.filter((each) => !isCategory(each)).flatMap((each) => suggestDamage(read, each))),
    ...most(texts.filter((each) => !isCategory(each)).flatMap((each) => suggestLength(read, each))),
    ...most(numbers.flatMap((each) => suggestRange(read, each))),
    ...most(numbers.flatMap((each) => suggestLevel(read, each))),
    ...most(numbers.flatMap((each) => suggestWhole(read, each))),
    ...most(seen.filter(({ column }) => isTimestamp(column)).flatMap((each) => suggestDelay(read, each))),
  ];
}

const most = (proposals: Proposal[]): Proposal[] => proposals.slice(0, MOST_EACH);

/** Columns that may be null, but never or hardly ever are: many nulls at once are news. */
function suggestMissing(read: ReadPlan, seen: readonly Seen[]): Proposal[] {
  if ((read.facts.estimatedRows ?? 0) < 20 && read.facts.kind !== 'view') return [];
  const rare = seen.flatMap(({ column, profile }) => {
    if (!column.nullable || column.nullFraction === null) return [];
    // A column that is filled in later (`closed_at`) is hardly ever null over the whole table, and always at first.
    const share = Math.max(column.nullFraction, profile.nullShare);
    return share <= RARELY_NULL ? [{ column, share }] : [];
  });
  return most(
    rare.map(({ column, share }) => {
      const usual = share * 100;
      const often = usual === 0 ? 'never was' : `is in ${formatNumber(usual)} % of the rows only`;
      return proposal(read, `missing:${column.name}`, `May be null, but ${often}.`, 'missing', {
        name: `Missing ${column.name}`,
        config: { column: column.name, blankIsMissing: false },
        bounds: missingBounds(usual),
      });
    }),
  );
}

/** Bounds in percent around a usual share: never means never, otherwise three times as many and two points more. */
export function missingBounds(usual: number) {
  if (usual === 0) return bounds({ warnMax: 0, failMax: 1 });
  return bounds({ failMax: Math.ceil(usual * 3 + 2) });
}

/** A time of its own beside that of the arrival, always by about as much earlier. */
function suggestDelay(read: ReadPlan, { column, profile }: Seen): Proposal[] {
  const { delay } = profile;
  const { timestampColumn } = read.columns;
  // The newest rows do not show that days later one of the last change moves on.
  const isEvent = !saysPlan(column.name) && !saysUpdate(column.name);
  if (!delay || timestampColumn === null || !isEvent || profile.nullShare > RARELY_NULL) return [];
  const width = delay.most - delay.least;
  // A time that is set later follows no rule.
  if (width > 3_600 || delay.least < -3_600) return [];
  const margin = Math.max(60, width);
  return [
    proposal(
      read,
      `delay:${column.name}`,
      `${delayInWords(delay)}; says when a clock is off or an old file comes again.`,
      'event_delay',
      {
        name: `Delay of ${column.name}`,
        config: { column: column.name, statistic: 'mean' },
        bounds: bounds({
          failMin: Math.floor(delay.least - margin),
          failMax: Math.ceil(delay.most + margin),
        }),
      },
    ),
  ];
}

function delayInWords({ least, most }: { least: number; most: number }): string {
  const both = (from: number, to: number) => `${formatSeconds(Math.max(0, from))} to ${formatSeconds(to)}`;
  return most <= 0
    ? `It is ${both(-most, -least)} later than the row's arrival`
    : `Rows arrive ${both(least, most)} after it`;
}
