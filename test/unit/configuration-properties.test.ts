import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applySteps } from '../../electron/engine/config/apply.ts';
import { exportConfiguration } from '../../electron/engine/config/export-yaml.ts';
import { parseConfiguration } from '../../electron/engine/config/parse-yaml.ts';
import { type Difference, planConfiguration } from '../../electron/engine/config/plan.ts';
import { readSetUp } from '../../electron/engine/config/set-up.ts';
import type { StoreApi } from '../../electron/engine/store/api.ts';
import { T0 } from '../support/samples.ts';
import { anySetUp, fill } from '../support/set-ups.ts';
import { testStore } from '../support/store.ts';

function planFor(store: StoreApi, text: string, prune: boolean): Difference {
  const { configuration, errors } = parseConfiguration(text, { connections: [], webhooks: [] });
  expect(errors).toEqual([]);
  if (!configuration) throw new Error('It did not parse.');
  return planConfiguration(configuration, readSetUp(store), { prune, ownChecks: () => [] });
}

const apply = (store: StoreApi, { steps }: Difference) =>
  store.transaction(() => applySteps(store, steps, T0));

test('whatever is set up: exported and read again, it changes nothing', () => {
  const store = testStore();
  fc.assert(
    fc.property(anySetUp, fc.boolean(), (setUp, prune) => {
      fill(store, setUp);
      const { plan } = planFor(store, exportConfiguration(store), prune);
      expect(plan.changes).toEqual([]);
      expect(plan.kept).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('from any set-up to any other: applying the export of the other with removal arrives there', () => {
  const [here, there] = [testStore(), testStore()];
  fc.assert(
    fc.property(anySetUp, anySetUp, (before, after) => {
      fill(here, before);
      fill(there, after);
      const wanted = exportConfiguration(there);
      apply(here, planFor(here, wanted, true));
      expect(byName(here)).toEqual(byName(there));
      expect(exportConfiguration(here)).toBe(wanted);
    }),
    { numRuns: 60 },
  );
});

/** All that is set up, without the ids by which one store tells it apart. */
function byName(store: StoreApi): unknown {
  const ids = new Set(['id', 'connectionId', 'addedAt']);
  return JSON.parse(JSON.stringify(readSetUp(store), (key, value) => (ids.has(key) ? undefined : value)));
}

test('without removal, everything that was there stays, and what the file says holds', () => {
  const [here, there] = [testStore(), testStore()];
  fc.assert(
    fc.property(anySetUp, anySetUp, (before, after) => {
      fill(here, before);
      fill(there, after);
      const ids = (list: readonly { id: number }[]) => list.map(({ id }) => id);
      const held = [here.connections, here.tables, here.checks].map((part) => ids(part.list()));
      const wanted = exportConfiguration(there);
      apply(here, planFor(here, wanted, false));
      expect(planFor(here, wanted, false).plan.changes).toEqual([]);
      const holds = [here.connections, here.tables, here.checks].map((part) => ids(part.list()));
      for (const [index, list] of held.entries()) expect(holds[index]).toEqual(expect.arrayContaining(list));
    }),
    { numRuns: 60 },
  );
});

test('failing anywhere changes nothing', () => {
  const [here, there] = [testStore(), testStore()];
  fc.assert(
    fc.property(anySetUp, anySetUp, fc.nat(), (before, after, nth) => {
      fill(here, before);
      fill(there, after);
      const was = exportConfiguration(here);
      const difference = planFor(here, exportConfiguration(there), true);
      fc.pre(difference.plan.changes.length > 0);
      const writes = countWrites(here, difference);
      expect(exportConfiguration(here)).toBe(was);
      const failAt = nth % writes;
      const broken = failing(here, (count) => count === failAt);
      expect(() => here.transaction(() => applySteps(broken, difference.steps, T0))).toThrow(
        'The disk is full.',
      );
      expect(exportConfiguration(here)).toBe(was);
    }),
    { numRuns: 60 },
  );
});

/** How many writes it takes. They are taken back. */
function countWrites(store: StoreApi, { steps }: Difference): number {
  let writes = 0;
  const counting = failing(store, (count) => {
    writes = count + 1;
    return false;
  });
  expect(() =>
    store.transaction(() => {
      applySteps(counting, steps, T0);
      throw new Error('Only to count.');
    }),
  ).toThrow('Only to count.');
  return writes;
}

const WRITES: ReadonlySet<PropertyKey> = new Set(['insert', 'update', 'remove', 'set']);

/** The store, whose n-th write fails right after it was made. */
function failing(store: StoreApi, isTime: (count: number) => boolean): StoreApi {
  let count = 0;
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
        if (!WRITES.has(name)) return typeof method === 'function' ? method.bind(target) : method;
        return (...args: unknown[]) => {
          const result = method.apply(target, args);
          if (isTime(count++)) throw new Error('The disk is full.');
          return result;
        };
      },
    });
  const { connections, tables, checks, settings } = store;
  return {
    ...store,
    connections: wrap(connections),
    tables: wrap(tables),
    checks: wrap(checks),
    settings: wrap(settings),
  } as StoreApi;
}
