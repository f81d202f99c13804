import type { ColumnFacts } from '../replica/api.ts';
import type { ColumnProfile } from './profile.ts';
import {
  fromDefaults,
  intervalFor,
  isAffordable,
  learnedRule,
  type Proposal,
  type ReadPlan,
  rowWords,
} from './read-plan.ts';

/** A column with what its newest rows hold. */
export interface Seen {
  column: ColumnFacts;
  profile: ColumnProfile;
}

/** A learned statistic. Only worth it where its past can be read at once, from recent rows by an index. */
export function learned(
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

/** A check of a column, on the rows that the table's other checks look at, with why. */
export function proposal(
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
