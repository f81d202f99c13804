import type { CheckPrice } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { type Estimate, explainStatement } from '../planner/explain.ts';
import { fold } from '../planner/fold.ts';
import { choosePrice, isPriceCurrent, isUnplannable, type Step } from '../planner/pricing.ts';
import type { SizeBook } from '../planner/size-book.ts';
import type { Clock } from '../ports.ts';
import type { ReplicaApi } from '../replica/api.ts';
import type { CheckContext, CheckType, Probe } from './check-type.ts';
import type { Due } from './due.ts';
import { idOf, priceReasonOf } from './reason.ts';

/** What pricing the checks of one batch has in common. */
export interface PricingBatch {
  replica: ReplicaApi;
  clock: Clock;
  /** Estimates that this batch has asked for, by statement: two checks may ask the same. */
  estimates: Map<string, Promise<Estimate>>;
  sizes: SizeBook;
}

/** Whether a check has a price that still holds. */
export function holds({ check, context, price, limitBytes, fair }: Priced, at: EpochMs): boolean {
  const pages = context.facts?.pages ?? null;
  const now = { tableId: check.tableId, pages, limitBytes, fairBytes: fair?.bytes, at };
  return price !== null && isPriceCurrent(price, now);
}

type Priced = Pick<Due, 'check' | 'context' | 'price' | 'limitBytes' | 'fair'>;

/**
 * The price under which a check may run now: the one it has while that holds, else a new one by EXPLAIN. Null where
 * there is nothing to price, and where the server cannot even plan it, so that running it says why.
 * Throws `ReplicaError` when the replica does not answer.
 */
export async function currentPrice(
  due: Priced,
  type: CheckType<unknown>,
  config: unknown,
  batch: PricingBatch,
): Promise<CheckPrice | null> {
  if (holds(due, batch.clock.now()) && !isFree(type.plan(config, due.context))) return due.price;
  try {
    return await newPrice(due, type, config, batch);
  } catch (error) {
    if (isUnplannable(error)) return null;
    throw error;
  }
}

/** A price by EXPLAIN. Null where there is nothing to price. Throws `ReplicaError`, too, when it cannot be planned. */
export async function newPrice(
  due: Priced,
  type: CheckType<unknown>,
  config: unknown,
  { replica, clock, estimates, sizes }: PricingBatch,
): Promise<CheckPrice | null> {
  const { context } = due;
  const probe = type.plan(config, context);
  if (isFree(probe)) return null;
  const reason = priceReasonOf([due]);
  return await choosePrice(
    {
      stepDown: readsWholeTable(probe, config) ? type.stepDown : [],
      facts: context.facts,
      limitBytes: due.limitBytes,
      fair: due.fair,
      estimate: (step) => {
        const statement = statementUnder(type, config, context, step);
        const key = JSON.stringify([statement.sql, statement.params]);
        const known = estimates.get(key) ?? explainStatement(replica, statement, reason, idOf([due]), sizes);
        estimates.set(key, known);
        return known;
      },
    },
    clock.now(),
  );
}

/** Reads the catalogue or the server's own facts only. */
const isFree = (probe: Probe): boolean =>
  probe.ask === 'server' || (probe.ask === 'statement' && probe.free === true);

/** A check's settings as they are under its price: with a window that the planner chose, perhaps. */
export function settingsUnder(config: unknown, price: Pick<CheckPrice, 'window'> | null): unknown {
  if (!price?.window) return config;
  const { column, seconds } = price.window;
  return { ...(config as object), timestampColumn: column, windowSeconds: seconds };
}

/** The statement that a check runs by itself. Null: it asks the server about itself. */
export function statementOf(
  type: CheckType<unknown>,
  config: unknown,
  context: CheckContext,
  price: Pick<CheckPrice, 'window' | 'samplePercent'> | null,
): { sql: string; params?: readonly unknown[] } | null {
  const probe = type.plan(settingsUnder(config, price), context);
  if (probe.ask === 'server') return null;
  if (probe.ask === 'scan') return fold([probe.scan], { samplePercent: price?.samplePercent ?? null });
  return probe;
}

function statementUnder(
  type: CheckType<unknown>,
  config: unknown,
  context: CheckContext,
  step: Step,
): { sql: string; params?: readonly unknown[] } {
  const statement = statementOf(type, config, context, step);
  if (!statement) throw new Error('A question to the server itself has no price.');
  return statement;
}

function readsWholeTable(probe: Probe, config: unknown): boolean {
  if (probe.ask === 'scan') return probe.scan.window === null;
  const { windowSeconds = null } = config as { windowSeconds?: number | null };
  return windowSeconds === null;
}
