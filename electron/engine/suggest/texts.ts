import { formatNumber } from '../../../shared/format.ts';
import { learned, proposal, type Seen } from './column-proposal.ts';
import { saysKey } from './keys.ts';
import { bounds, type Proposal, type ReadPlan } from './read-plan.ts';

/** A text with at most so many different values is a category. */
const MOST_CATEGORIES = 30;
/** From so many different values on, text that counts on (Campaign 1, Campaign 2) is a series that goes on. */
const FEWEST_OF_SERIES = 8;

/** Text that takes one of a few values. */
export function isCategory(seen: Seen): boolean {
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

/** A list that is learned, in which every new value is news. */
export function suggestValues(read: ReadPlan, { column }: Seen): Proposal {
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
export function suggestShape(read: ReadPlan, { column, profile }: Seen): Proposal[] {
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

/** Words, in which a wrong encoding shows. */
export function suggestDamage(read: ReadPlan, { column, profile }: Seen): Proposal[] {
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

/** Free text, whose length changes when it is cut off or means something else. */
export function suggestLength(read: ReadPlan, { column, profile }: Seen): Proposal[] {
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
