import { formatNumber } from '../../../shared/format.ts';
import { quoteIdent } from '../replica/sql.ts';
import { learned, proposal, type Seen } from './column-proposal.ts';
import { hasFraction } from './profile.ts';
import { bounds, learnedRule, type Proposal, type ReadPlan, ROWS_PER_WINDOW } from './read-plan.ts';

/** Numbers far from all that were seen. Wide, because it is the mean that tells small shifts. */
export function suggestRange(read: ReadPlan, { column, profile }: Seen): Proposal[] {
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

/** Mean and spread, which tell small shifts of all values. */
export function suggestLevel(read: ReadPlan, { column, profile }: Seen): Proposal[] {
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
export function suggestWhole(read: ReadPlan, { column, profile }: Seen): Proposal[] {
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
