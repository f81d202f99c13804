import type { Suggestion } from '../../../shared/domain/check.ts';
import { unitOf } from '../checks/registry.ts';
import type { ReplicaApi, TableFacts } from '../replica/api.ts';
import { describeTable } from '../replica/catalogue.ts';
import { readableColumns } from '../replica/column-rights.ts';
import { ReplicaError } from '../replica/errors.ts';
import { suggestFreshness, suggestSchema, suggestVolume } from './arrival.ts';
import { suggestColumns } from './columns.ts';
import { suggestRelationships, suggestUnique } from './keys.ts';
import { type Parent, readParents } from './parents.ts';
import { readProfile, type TableProfile } from './profile.ts';
import { readPlan } from './read-plan.ts';
import { type RecentRhythm, readRhythm } from './rhythm.ts';
import { findTimestamp } from './timestamp.ts';

/** What was learned of a table, from its catalogue and from its newest rows. */
export interface Learned {
  facts: TableFacts;
  rhythm: RecentRhythm | null;
  profile: TableProfile | null;
  parents: readonly Parent[];
}

/** Looks at a table, at a bounded price, and proposes checks for it. Throws `ReplicaError`. */
export async function proposeChecks(
  replica: ReplicaApi,
  table: { schema: string; name: string },
): Promise<{ facts: TableFacts; suggestions: Suggestion[] }> {
  const facts = await describeTable(replica, table.schema, table.name);
  try {
    return { facts, suggestions: suggestChecks(await learn(replica, facts)) };
  } catch (error) {
    if (!(error instanceof ReplicaError) || error.kind !== 'permission') throw error;
    const readable = await readableColumns(replica, table);
    const columns = facts.columns.filter(({ name }) => readable.has(name));
    if (columns.length === 0 || columns.length === facts.columns.length) throw error;
    return { facts, suggestions: suggestChecks(await learn(replica, { ...facts, columns })) };
  }
}

async function learn(replica: ReplicaApi, facts: TableFacts): Promise<Learned> {
  const timestamp = findTimestamp(facts);
  const rhythm = timestamp?.indexed ? await readRhythm(replica, facts, timestamp.column.name) : null;
  const profile = facts.columns.length > 0 ? await profileOf(replica, facts, timestamp) : null;
  const parents = await readParents(replica, facts);
  return { facts, rhythm, profile, parents };
}

/** Null where one of the types cannot be looked at like that: somebody's own, say. The rest is proposed all the same. */
async function profileOf(
  replica: ReplicaApi,
  facts: TableFacts,
  timestamp: ReturnType<typeof findTimestamp>,
): Promise<TableProfile | null> {
  try {
    return await readProfile(replica, facts, timestamp);
  } catch (error) {
    if (error instanceof ReplicaError && error.kind === 'sql') return null;
    throw error;
  }
}

/** Checks worth having on a table. Pure. */
export function suggestChecks({ facts, rhythm, profile, parents }: Learned): Suggestion[] {
  const read = readPlan(facts, rhythm, profile);
  const proposals = [
    suggestSchema(),
    ...suggestFreshness(read),
    ...suggestVolume(read),
    ...suggestUnique(read),
    ...suggestRelationships(read, parents),
    ...suggestColumns(read),
  ];
  return proposals.map((proposal) => ({
    ...proposal,
    ...(facts.rowSecurity && proposal.key !== 'schema'
      ? { reason: `${proposal.reason} Row-level security may hide rows from Pulse.` }
      : {}),
    unit: unitOf(proposal.check),
  }));
}
