import { formatNumber, formatSeconds } from '../../../shared/format.ts';
import type { ColumnFacts } from '../replica/api.ts';
import { quoteIdent } from '../replica/sql.ts';
import { saysKey } from './keys.ts';
import { type ColumnProfile, hasFraction, isNumber, isText, isTimestamp } from './profile.ts';
import {
  bounds,
  fromDefaults,
  intervalFor,
  isAffordable,
  learnedRule,
  type Proposal,
  type ReadPlan,
  ROWS_PER_WINDOW,
  rowWords,
} from './read-plan.ts';
import { saysPlan } from './timestamp.ts';

/** A column that is null in no more than this share of the rows is one that should be filled. */
const RARELY_NULL = 0.05;
/** A text with at most so many different values is a category. */
const MOST_CATEGORIES = 30;
/** From so many different values on, text that counts on (Campaign 1, Campaign 2) is a series that goes on. */
const FEWEST_OF_SERIES = 8;
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

/** A column with what its newest rows hold. */
interface Seen {
  column: ColumnFacts;
  profile: ColumnProfile;
}

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

function isCategory(seen: Seen): boolean {
  const { column } = seen;
  return (
    !saysKey(column.name) &&
    column.distinct !== null &&
    column.distinct > 0 &&
    column.distinct <= MOST_CATEGORIES &&
    !isSeries(seen)
  );
}

/** Text of which every value carries a number, and there are many: the next number is to be expected, no news. */
function isSeries({ column, profile: { shapes } }: Seen): boolean {
  const isNumbered = shapes !== null && shapes.length > 0 && shapes.every((shape) => shape.includes('9'));
  return isNumbered && (column.distinct ?? 0) >= FEWEST_OF_SERIES;
}

function suggestValues(read: ReadPlan, { column }: Seen): Proposal {
  const values = `${formatNumber(column.distinct ?? 0)} different ${column.distinct === 1 ? 'value' : 'values'}`;
  return proposal(
    read,
    `accepted_values:${column.name}`,
    `Has ${values} so far; says when a new one appears.`,
    'accepted_values',
    { name: `Values of ${column.name}`, config: { column: column.name, values: [], learn: true } },
  );
}

/** Text that is built in very few ways: a code, a number, an address of a certain form. */
function suggestShape(read: ReadPlan, { column, profile }: Seen): Proposal[] {
  const { shapes } = profile;
  if (!shapes || shapes.length === 0 || shapes.some((shape) => shape.length > 40 || shape === '')) return [];
  const pattern = `^(${shapes.map(patternOf).join('|')})$`;
  return [
    proposal(
      read,
      `text_format:${column.name}`,
      `All newest rows are built like ${shapes.slice(0, 2).join(' or ')}; says when other text appears.`,
      'text_format',
      {
        name: `Format of ${column.name}`,
        config: { column: column.name, kind: 'regex', pattern, match: 'must_match' },
        bounds: bounds({ failMax: 1 }),
      },
    ),
  ];
}

/** A regular expression of a shape: `A9` stands for capitals and then digits. */
export function patternOf(shape: string): string {
  return [...shape]
    .map((sign) => {
      if (sign === '9') return '[[:digit:]]+';
      if (sign === 'A') return '[[:upper:]]+';
      if (sign === 'a') return '[[:lower:]]+';
      return /[\w\s]/.test(sign) ? sign : `\\${sign}`;
    })
    .join('');
}

function suggestDamage(read: ReadPlan, { column, profile }: Seen): Proposal[] {
  // Codes and addresses of one form are guarded by that form.
  if (profile.damagedShare !== 0 || profile.shapes !== null) return [];
  return [
    proposal(
      read,
      `text_damage:${column.name}`,
      'Holds words; says when letters arrive damaged, such as CafÃ©.',
      'text_format',
      {
        name: `Damaged text in ${column.name}`,
        config: { column: column.name, kind: 'damaged', pattern: null, match: 'must_match' },
        bounds: bounds({ failMax: 1 }),
      },
    ),
  ];
}

function suggestLength(read: ReadPlan, { column, profile }: Seen): Proposal[] {
  if (profile.shapes !== null) return [];
  return learned(
    read,
    `length:${column.name}`,
    'Says when text is cut off, or is suddenly of another kind.',
    column,
    {
      name: `Length of ${column.name}`,
      statistic: 'mean_length',
    },
  );
}

/** Numbers far from all that were seen. Wide, because it is the mean that tells small shifts. */
function suggestRange(read: ReadPlan, { column, profile }: Seen): Proposal[] {
  const { lowest, highest } = profile;
  if (lowest === null || highest === null) return [];
  const width = Math.max(highest - lowest, Math.abs(highest), 1);
  const from = lowest >= 0 ? 0 : lowest - 3 * width;
  const to = highest <= 0 && lowest < 0 ? 0 : highest + 3 * width;
  return [
    proposal(
      read,
      `range:${column.name}`,
      `The newest rows hold ${formatNumber(lowest)} to ${formatNumber(highest)}; says when a value is far outside.`,
      'range',
      {
        name: `Range of ${column.name}`,
        config: {
          column: column.name,
          statistic: 'outside',
          from: limit(from),
          to: limit(to),
          percentile: 95,
        },
        bounds: bounds({ failMax: 0 }),
      },
    ),
  ];
}

/** A round number as the setting takes it: as text, since it may be a date as well. */
function limit(value: number): string {
  return String(value === 0 ? 0 : Number(value.toPrecision(2)));
}

function suggestLevel(read: ReadPlan, { column, profile }: Seen): Proposal[] {
  const { lowest, highest } = profile;
  if (lowest === null || lowest === highest) return [];
  const { name } = column;
  return [
    ...learned(read, `mean:${name}`, 'Learns its usual mean; says when values mean something else.', column, {
      name: `Mean of ${name}`,
      statistic: 'mean',
    }),
    ...learned(
      read,
      `spread:${name}`,
      'Learns how much values differ; says when all are the same.',
      column,
      { name: `Spread of ${name}`, statistic: 'stddev' },
      'lower',
    ),
  ];
}

/** Numbers that hardly ever are whole: when all of them are, somebody rounds. */
function suggestWhole(read: ReadPlan, { column, profile }: Seen): Proposal[] {
  if (!hasFraction(column) || profile.wholeShare === null || profile.wholeShare > 0.5) return [];
  return [
    proposal(
      read,
      `whole:${column.name}`,
      `${formatNumber(profile.wholeShare * 100)} % of the newest values are whole numbers; says when they lose their decimals.`,
      'distribution',
      {
        name: `Whole numbers in ${column.name}`,
        config: {
          column: column.name,
          statistic: 'share',
          value: null,
          condition: `${quoteIdent(column.name)} = trunc(${quoteIdent(column.name)})`,
        },
        rule: learnedRule('upper'),
        bounds: bounds({ failMax: mostWhole(profile.wholeShare) }),
      },
    ),
  ];
}

/** Percent: a good deal more than there are, and more than chance makes of the fewest rows that a window holds. */
function mostWhole(share: number): number {
  const chance = 5 * Math.sqrt((share * (1 - share)) / ROWS_PER_WINDOW);
  return Math.ceil(100 * Math.max(0.25 + 0.75 * share, share + chance));
}

/** A time of its own beside that of the arrival, always by about as much earlier. */
function suggestDelay(read: ReadPlan, { column, profile }: Seen): Proposal[] {
  const { delay } = profile;
  const { timestampColumn } = read.columns;
  if (!delay || timestampColumn === null || saysPlan(column.name) || profile.nullShare > RARELY_NULL)
    return [];
  const width = delay.most - delay.least;
  // A time that is set later, such as that of the last change, follows no rule.
  if (width > 3_600 || delay.least < -3_600) return [];
  const margin = Math.max(60, width);
  return [
    proposal(
      read,
      `delay:${column.name}`,
      `Rows arrive ${formatSeconds(Math.max(0, delay.least))} to ${formatSeconds(Math.max(0, delay.most))} after it; says when a clock is off or an old file comes again.`,
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

/** A learned statistic. Only worth it where its past can be read at once, from recent rows by an index. */
function learned(
  read: ReadPlan,
  key: string,
  reason: string,
  { name: column }: ColumnFacts,
  { name, statistic }: { name: string; statistic: string },
  sides: 'both' | 'lower' = 'both',
): Proposal[] {
  if (read.columns.timestampColumn === null) return [];
  return [
    proposal(read, key, reason, 'distribution', {
      name,
      config: { column, statistic, value: null, condition: null },
      rule: learnedRule(sides),
    }),
  ];
}

function proposal(
  read: ReadPlan,
  key: string,
  reason: string,
  type: string,
  check: Parameters<typeof fromDefaults>[1] & { config: Record<string, unknown> },
): Proposal {
  const rows = read.columns;
  return {
    key,
    reason: `${reason} ${rowWords(rows)}.`,
    recommended: isAffordable(read, rows),
    check: fromDefaults(type, {
      ...check,
      config: { ...check.config, ...rows },
      intervalMs: intervalFor(read, rows),
    }),
  };
}
