import type { CheckPrice } from '../../../shared/domain/check.ts';
import { sizeBookOf } from '../planner/size-book.ts';
import type { Clock } from '../ports.ts';
import type { ReplicaApi } from '../replica/api.ts';
import type { CheckType, Probe, Sample } from './check-type.ts';
import type { Due } from './due.ts';
import { currentPrice, type PricingBatch, settingsUnder } from './price-check.ts';
import { type Candidate, priceTogether } from './price-together.ts';
import { checkType } from './registry.ts';

/** A check on its way: its question, and later its answer. */
export interface Asked {
  due: Due;
  type: CheckType<unknown>;
  config: unknown;
  probe: Probe;
  sample: Sample | null;
  price: CheckPrice | null;
}

/** Plans checks, and prices them when that is needed: what one statement answers by one EXPLAIN, if it can be. */
export async function ask(
  dues: readonly Due[],
  replica: ReplicaApi,
  clock: Clock,
  fail: (due: Due, error: unknown) => void,
): Promise<Asked[]> {
  const sizes = sizeBookOf(replica, dues[0]?.context.facts ?? null, clock.now());
  const batch: PricingBatch = { replica, clock, estimates: new Map(), sizes };
  const candidates = new Map<Due, Candidate>();
  const drop = (due: Due, error: unknown) => {
    candidates.delete(due);
    fail(due, error);
  };
  for (const due of dues) {
    try {
      const type = checkType(due.check.type);
      candidates.set(due, { due, type, config: type.config.parse(due.check.config) });
    } catch (error) {
      drop(due, error);
    }
  }
  const together = await priceTogether([...candidates.values()], batch, drop);
  const asked: Asked[] = [];
  for (const { due, type, config } of [...candidates.values()]) {
    try {
      const price = together.get(due) ?? (await currentPrice(due, type, config, batch));
      const settings = settingsUnder(config, price);
      const sample = price?.samplePercent ? { percent: price.samplePercent } : null;
      asked.push({ due, type, config: settings, probe: type.plan(settings, due.context), sample, price });
    } catch (error) {
      drop(due, error);
    }
  }
  return asked;
}
