import type { CheckInput, CheckPreview, CheckQuestion, DraftPrice } from '../../shared/domain/check.ts';
import { newPrice, type PricingBatch } from './checks/price-check.ts';
import { checkType, faultsOf } from './checks/registry.ts';
import type { Due } from './checks/run-check.ts';
import { DRAFT_ID } from './memories.ts';
import { isUnplannable } from './planner/pricing.ts';
import { sizeBookOf } from './planner/size-book.ts';
import type { Clock } from './ports.ts';
import { problemOf } from './problem.ts';
import { byHand } from './replica/by-hand.ts';
import type { Roster } from './roster.ts';
import { sqlOf } from './views.ts';

/** Where a check that is being written belongs, and which saved one it changes. */
export interface DraftPlace {
  connectionId: number;
  tableId: number | null;
  checkId: number | null;
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
