import type { CheckPrice } from '../../../shared/domain/check.ts';
import { explainStatement } from '../planner/explain.ts';
import { fold } from '../planner/fold.ts';
import { groupScans } from '../planner/groups.ts';
import { guessShape, lookupEstimate, tinyEstimate } from '../planner/guess.ts';
import { isUnplannable, priceOfFold } from '../planner/pricing.ts';
import type { Scan } from '../planner/scan.ts';
import type { TableFacts } from '../replica/api.ts';
import type { CheckType, Probe } from './check-type.ts';
import type { Due } from './due.ts';
import { holds, type PricingBatch } from './price-check.ts';
import { priceReasonOf } from './reason.ts';

/** A check of a batch, with its settings read. */
export interface Candidate {
  due: Due;
  type: CheckType<unknown>;
  config: unknown;
}

interface Unpriced {
  candidate: Candidate;
  scan: Scan;
  samplePercent: null;
  shape: string;
  bytes: null;
}

/**
 * Prices of checks that one statement will answer, by one EXPLAIN of that statement. What is not in the answer must
 * be priced by itself: it stands alone, or its statement is over the limit, of unknown cost or cannot be planned as
 * a whole. `failed` gets the checks whose EXPLAIN had another trouble.
 */
export async function priceTogether(
  candidates: readonly Candidate[],
  batch: PricingBatch,
  failed: (due: Due, error: unknown) => void,
): Promise<Map<Due, CheckPrice>> {
  const prices = new Map<Due, CheckPrice>();
  const facts = candidates[0]?.due.context.facts ?? null;
  if (!facts) return prices;
  const unpriced: Unpriced[] = [];
  for (const candidate of candidates) {
    const { due, type, config } = candidate;
    if (holds(due, batch.clock.now())) continue;
    const probe = planned(type, config, due);
    if (probe?.ask !== 'scan') continue;
    const known = lookupEstimate(probe.scan, facts) ?? tinyEstimate(probe.scan, facts);
    const { limitBytes, fair } = due;
    const price = known && priceOfFold(known, 1, { facts, limitBytes, fair }, batch.clock.now());
    const shape = guessShape(probe.scan, facts);
    if (price) prices.set(due, price);
    else if (shape) unpriced.push({ candidate, scan: probe.scan, samplePercent: null, shape, bytes: null });
  }
  for (const group of groupScans(unpriced, facts)) {
    if (group.length > 1) await priceGroup(group, facts, batch, prices, failed);
  }
  return prices;
}

/** Null: it cannot be planned, which is said when it is asked by itself. */
function planned(type: CheckType<unknown>, config: unknown, { context }: Due): Probe | null {
  try {
    return type.plan(config, context);
  } catch {
    return null;
  }
}

async function priceGroup(
  group: readonly Unpriced[],
  facts: TableFacts,
  batch: PricingBatch,
  prices: Map<Due, CheckPrice>,
  failed: (due: Due, error: unknown) => void,
): Promise<void> {
  const dues = group.map(({ candidate }) => candidate.due);
  const limitBytes = Math.min(...dues.map((due) => due.limitBytes));
  try {
    const { sql } = fold(group.map(({ scan }) => scan));
    const reason = priceReasonOf(dues);
    const estimate = await explainStatement(batch.replica, { sql }, reason, null, batch.sizes);
    for (const due of dues) {
      const { fair } = due;
      const price = priceOfFold(estimate, group.length, { facts, limitBytes, fair }, batch.clock.now());
      if (price) prices.set(due, price);
    }
  } catch (error) {
    if (!isUnplannable(error)) for (const due of dues) failed(due, error);
  }
}
