import { describe, expect, onTestFinished, test } from 'vitest';
import { MINUTE, SECOND, StormWorld } from '../bench/storm/world.ts';

const START = Date.UTC(2026, 0, 16, 16);

/** The real monitor over a world that the test breaks. */
function aWorld() {
  const world = new StormWorld(START);
  onTestFinished(() => world.close());
  const shop = world.addConnection('shop');
  const said = () => world.shown.map(({ kind, title }) => `${kind}: ${title}`);
  return { world, shop, said };
}

describe('a batch that is late for five of forty tables', () => {
  test('is one message that names all five, though their checks are due at different times', async () => {
    const { world, shop, said } = aWorld();
    const tables = world.addTables(shop, 40, ['freshness']);
    await world.start();
    world.break(shop, tables.slice(10, 15), { age: 3_000 }, 'late batch');
    await world.clock.advance(10 * MINUTE);
    expect(said()).toEqual(['firing: 5 tables on shop: Freshness failed']);
  });

  test('costs one look more at the others, not one for each of the five', async () => {
    const { world, shop } = aWorld();
    const tables = world.addTables(shop, 40, ['freshness']);
    await world.start();
    const looks = async () => {
      const before = world.events;
      await world.clock.advance(5 * MINUTE);
      return world.events - before;
    };
    const calm = await looks();
    world.break(shop, tables.slice(10, 15), { age: 3_000 }, 'late batch');
    // The extra look at 39 others, and five second looks.
    expect((await looks()) - calm).toBeLessThanOrEqual(39 + 5 + 5);
  });
});

test('a finding of a critical check is critical', async () => {
  const { world, shop } = aWorld();
  const vital = world.addTables(shop, 1, ['freshness'], 'critical');
  await world.start();
  world.break(shop, vital, { age: 3_000 }, 'stale');
  await world.clock.advance(5 * MINUTE);
  expect(world.store.incidents.list([], 10)).toMatchObject([{ severity: 'critical', told: 'critical' }]);
});

test('asleep without a word: what broke meanwhile on two connections is one summary', async () => {
  const { world, shop, said } = aWorld();
  const stock = world.addConnection('stock');
  const tables = world.addTables(shop, 4, ['freshness', 'missing']);
  const others = world.addTables(stock, 2, ['freshness', 'missing']);
  await world.start();
  await world.clock.advance(10 * MINUTE);
  world.clock.jump(60 * 60 * MINUTE);
  world.break(shop, tables.slice(0, 1), { age: 9_000 }, 'stale');
  world.break(stock, others.slice(0, 1), { missing: 40 }, 'missing');
  await world.clock.advance(10 * MINUTE);
  expect(said()).toEqual(['summary: 2 problems now']);
});

test('a clock that is set back in the middle of an incident neither repeats nor loses it', async () => {
  const { world, shop, said } = aWorld();
  const tables = world.addTables(shop, 4, ['freshness']);
  await world.start();
  const stale = world.break(shop, tables.slice(0, 1), { age: 900 }, 'stale');
  await world.clock.advance(5 * MINUTE);
  world.clock.jump(-3 * 60 * MINUTE);
  await world.clock.advance(20 * MINUTE);
  world.heal(stale);
  await world.clock.advance(5 * MINUTE);
  expect(said()).toEqual(['firing: public.t0: Freshness failed', 'resolved: public.t0: back to normal']);
});

test('killed between two looks, it still says it once', async () => {
  const { world, shop, said } = aWorld();
  const tables = world.addTables(shop, 8, ['freshness']);
  await world.start();
  world.break(shop, tables.slice(0, 5), { age: 900 }, 'late batch');
  while (world.store.incidents.alerts().length === 0) await world.clock.advance(SECOND);
  await world.restart();
  await world.clock.advance(10 * MINUTE);
  expect(said()).toEqual([expect.stringMatching(/^firing: \d tables on shop: Freshness failed$/)]);
  expect(world.store.incidents.list(['firing'], 10).find(({ group }) => group)?.children).toHaveLength(5);
});
