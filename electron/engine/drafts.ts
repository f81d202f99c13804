import type {
  CheckInput,
  CheckPreview,
  CheckPrice,
  CheckQuestion,
  DraftPrice,
} from '../../shared/domain/check.ts';
import type { MonitoredTable } from '../../shared/domain/table.ts';
import { sqlOf } from './board/views.ts';
import { ask } from './checks/ask.ts';
import type { Due } from './checks/due.ts';
import { newPrice, type PricingBatch } from './checks/price-check.ts';
import { checkType, faultsOf } from './checks/registry.ts';
import { DRAFT_ID } from './monitor/memories.ts';
import type { Roster } from './monitor/roster.ts';
import { isUnplannable } from './planner/pricing.ts';
import { sizeBookOf } from './planner/size-book.ts';
import type { Clock } from './ports.ts';
import { problemOf } from './problem.ts';
import { byHand } from './replica/by-hand.ts';
import type { DescribedTables } from './suggest/described.ts';

/** Where a check that is being written belongs, and which saved one it changes. */
export interface DraftPlace {
  connectionId: number;
  tableId: number | null;
  checkId: number | null;
}

/** Where several checks that are being written belong: perhaps on a table that is not monitored yet. */
export interface DraftsPlace extends DraftPlace {
  relation: { schema: string; name: string } | null;
}

/** Of no matter for what is asked. */
const REST = {
  name: 'New check',
  severity: 'broken',
  intervalMs: 60_000,
  pendingRuns: 1,
  enabled: true,
} as const;

/**
 * A check that is being written, as it would be asked and judged: with what the saved one has seen, while both
 * measure the same value. Settings must fit its type.
 */
export function draftDue(
  roster: Roster,
  { connectionId, tableId, checkId }: DraftPlace,
  input: CheckInput,
): Due {
  const old = checkId === null ? null : roster.check(checkId).check;
  const saved = old && measuresTheSame(old, input) ? old : null;
  const { memories } = roster;
  const due = roster.dueOf({ ...input, id: DRAFT_ID, connectionId, tableId }, null);
  const check = { ...due.check, id: saved?.id ?? DRAFT_ID };
  const known = saved && memories.known(saved);
  return { ...due, check, context: { ...due.context, known }, past: memories.draftPast(check, saved) };
}

interface DraftsDeps {
  roster: Roster;
  described: DescribedTables;
  clock: Clock;
}

/** Several drafts on one table, with what the catalogue says of it. Throws `ReplicaError` when it has to be asked. */
export async function draftDues(
  { roster, described, clock }: DraftsDeps,
  place: DraftsPlace,
  inputs: readonly CheckInput[],
): Promise<Due[]> {
  const { connectionId, relation } = place;
  const replica = byHand(roster.watch(connectionId).keeper.replica);
  const drafts = () => inputs.map((input) => draftDue(roster, place, input));
  if (relation) {
    const facts = await described.factsOf(connectionId, relation, replica);
    const { schema, name, kind } = facts;
    const table: MonitoredTable = { id: DRAFT_ID, connectionId, schema, name, kind, addedAt: 0 };
    return drafts().map((due) => ({ ...due, context: { ...due.context, table, facts } }));
  }
  const dues = drafts();
  const context = dues[0]?.context;
  if (!context?.table || context.facts) return dues;
  await roster.facts.refresh(context.table, replica, clock.now());
  return drafts();
}

/** Prices of drafts on one table, together: one EXPLAIN for what one statement answers. Null: not known, or nothing. */
export async function priceDrafts(
  deps: DraftsDeps,
  place: DraftsPlace,
  inputs: readonly CheckInput[],
): Promise<(CheckPrice | null)[]> {
  const dues = await draftDues(deps, place, inputs);
  const replica = byHand(deps.roster.watch(place.connectionId).keeper.replica);
  // What cannot be priced is said when it is run.
  const asked = await ask(dues, replica, deps.clock, () => {});
  return dues.map((due) => asked.find((each) => each.due === due)?.price ?? null);
}

/** Whether two checks see the same value, however it is judged. */
function measuresTheSame(a: CheckInput, b: CheckInput): boolean {
  const settings = ({ type, config }: CheckInput) =>
    JSON.stringify([type, checkType(type).config.parse(config)]);
  try {
    return settings(a) === settings(b);
  } catch {
    // The saved one's settings are of another version of Pulse.
    return false;
  }
}

/** What does not fit yet, and the statement that would run. Asks no server. Throws like `checkType`. */
export function previewDraft(roster: Roster, place: DraftPlace, question: CheckQuestion): CheckPreview {
  const faults = faultsOf(question);
  if (faults.some(({ field }) => field !== 'bounds')) return { faults, sql: null };
  const { check, context } = draftDue(roster, place, { ...REST, ...question });
  return { faults, sql: sqlOf(check, context, null) };
}

/** The price of a draft whose settings fit its type. Throws `ReplicaError` when the replica does not answer. */
export async function priceDraft(
  roster: Roster,
  place: DraftPlace,
  question: CheckQuestion,
  clock: Clock,
): Promise<DraftPrice> {
  const due = draftDue(roster, place, { ...REST, ...question });
  const type = checkType(question.type);
  const replica = byHand(roster.watch(place.connectionId).keeper.replica);
  const sizes = sizeBookOf(replica, due.context.facts, clock.now());
  const batch: PricingBatch = { replica, clock, estimates: new Map(), sizes };
  try {
    const price = await newPrice(due, type, type.config.parse(question.config), batch);
    return { price, sql: sqlOf(due.check, due.context, price), problem: null };
  } catch (error) {
    if (!isUnplannable(error)) throw error;
    return { price: null, sql: sqlOf(due.check, due.context, null), problem: problemOf(error) };
  }
}
