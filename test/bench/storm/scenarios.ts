import { HOUR, MINUTE, SECOND, StormWorld } from './world.ts';

export interface Scenario {
  name: string;
  play(): Promise<StormWorld>;
}

/** Numbers between 0 and 1, always the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Friday, 16 January 2026, 16:00 UTC. */
const FRIDAY = Date.UTC(2026, 0, 16, 16);

export const scenarios: Scenario[] = [
  { name: 'replica flaps for an hour', play: flappingReplica },
  { name: '200 tables go stale at once', play: manyStale },
  { name: 'migration of 50 tables', play: migration },
  { name: 'late batch, lost permission, and others', play: mixedCauses },
  { name: 'weekend asleep in the middle of it', play: weekend },
  { name: 'night to summer time', play: () => changedNight(Date.UTC(2026, 2, 28, 20), 5) },
  { name: 'night to winter time', play: () => changedNight(Date.UTC(2026, 9, 24, 19), 6) },
  { name: 'ordinary days, with crashes', play: ordinaryDays },
];

async function flappingReplica(): Promise<StormWorld> {
  const world = new StormWorld(FRIDAY);
  const shop = world.addConnection('shop');
  world.addTables(shop, 40, ['freshness']);
  await world.start();
  for (let turn = 0; turn < 20; turn++) {
    const outage = world.breakConnection(shop, 'unreachable', `outage ${turn + 1}`);
    await world.clock.advance(110 * SECOND);
    world.heal(outage);
    await world.clock.advance(70 * SECOND);
  }
  await world.clock.advance(HOUR);
  return world;
}

async function manyStale(): Promise<StormWorld> {
  const world = new StormWorld(FRIDAY);
  const shop = world.addConnection('shop');
  const tables = world.addTables(shop, 200, ['freshness']);
  await world.start();
  const late = world.break(shop, tables, { age: 4_000 }, '200 stale tables');
  await world.clock.advance(40 * MINUTE);
  world.heal(late);
  await world.clock.advance(20 * MINUTE);
  return world;
}

async function migration(): Promise<StormWorld> {
  const world = new StormWorld(FRIDAY);
  const shop = world.addConnection('shop');
  const tables = world.addTables(shop, 50, ['freshness', 'schema', 'missing', 'missing', 'missing']);
  await world.start();
  const migrated = world.break(shop, tables, { type: 'text', dropped: true }, '50 migrated tables');
  await world.clock.advance(30 * MINUTE);
  world.heal(migrated);
  await world.clock.advance(20 * MINUTE);
  return world;
}

async function mixedCauses(): Promise<StormWorld> {
  const world = new StormWorld(FRIDAY);
  const shop = world.addConnection('shop');
  const stock = world.addConnection('stock');
  const batch = world.addTables(shop, 5, ['freshness', 'missing']);
  const others = world.addTables(shop, 20, ['freshness', 'missing']);
  const sales = world.addTables(stock, 12, ['freshness', 'missing']);
  await world.start();
  const late = world.break(shop, batch, { age: 3_000 }, 'late batch of 5 tables');
  await world.clock.advance(100 * SECOND);
  const nulls = world.break(shop, others.slice(3, 4), { missing: 60 }, 'missing values in one table');
  const denied = world.break(stock, sales, { denied: true }, 'lost permission on a schema');
  for (const table of others.slice(5, 15)) await world.blip(shop, table);
  await world.clock.advance(10 * MINUTE);
  for (const cause of [late, nulls, denied]) world.heal(cause);
  await world.clock.advance(20 * MINUTE);
  return world;
}

async function weekend(): Promise<StormWorld> {
  const world = new StormWorld(FRIDAY);
  const shop = world.addConnection('shop');
  const stock = world.addConnection('stock');
  const tables = world.addTables(shop, 30, ['freshness', 'missing']);
  const sales = world.addTables(stock, 10, ['freshness']);
  const one = (n: number) => tables.slice(n, n + 1);
  await world.start();
  const first = world.break(shop, one(0), { age: 900 }, 'stale before the weekend, healed in it');
  const second = world.break(shop, one(1), { missing: 30 }, 'missing values over the whole weekend');
  await world.clock.advance(30 * MINUTE);
  const broken = [second];
  await world.sleepUntil(FRIDAY + 65 * HOUR, 40 * SECOND, () => {
    world.heal(first);
    for (const n of [2, 3, 4])
      broken.push(world.break(shop, one(n), { missing: 40 }, `missing values in t${n}`));
    broken.push(world.break(stock, sales, { age: 90_000 }, 'stale since Saturday'));
  });
  await world.clock.advance(20 * MINUTE);
  for (const cause of broken) world.heal(cause);
  await world.clock.advance(20 * MINUTE);
  return world;
}

/** `start` is 21:00 in Berlin; so many hours later the clocks have been changed. */
async function changedNight(start: number, afterChange: number): Promise<StormWorld> {
  const world = new StormWorld(start, 'Europe/Berlin');
  const shop = world.addConnection('shop');
  const tables = world.addTables(shop, 10, ['freshness', 'missing']);
  const [vital = ''] = world.addTables(shop, 1, ['freshness'], 'critical');
  // 07:00 in the morning, by the clock on the wall.
  const morning = start + (afterChange === 5 ? 9 : 11) * HOUR;
  await world.start();
  world.quietHours({ from: '22:00', to: '07:00' });
  await world.clock.advanceTo(start + 2 * HOUR);
  const stale = world.break(shop, tables.slice(0, 1), { age: 900 }, 'stale since 23:00', morning);
  await world.clock.advanceTo(start + afterChange * HOUR + 30 * MINUTE);
  const urgent = world.break(shop, [vital], { age: 900 }, 'critical in the hour of the change');
  await world.clock.advance(20 * MINUTE);
  world.heal(urgent);
  const nulls = world.break(shop, tables.slice(4, 5), { missing: 30 }, 'missing values at night', morning);
  await world.clock.advanceTo(morning + HOUR);
  world.heal(stale);
  world.heal(nulls);
  await world.clock.advance(30 * MINUTE);
  return world;
}

/** Three days on which now and then something breaks on its own, with blips between, and Pulse killed in between. */
async function ordinaryDays(): Promise<StormWorld> {
  const world = new StormWorld(FRIDAY);
  const next = chance(7);
  const connections = ['shop', 'stock', 'sales'].map((name) => {
    const id = world.addConnection(name);
    return { id, tables: world.addTables(id, 8, ['freshness', 'missing']) };
  });
  await world.start();
  for (let round = 0; round < 24; round++) {
    const { id, tables } = connections[Math.floor(next() * 3)] ?? { id: 1, tables: [] };
    const table = tables[Math.floor(next() * tables.length)] ?? '';
    const dice = next();
    const cause =
      dice < 0.2
        ? world.breakConnection(id, 'unreachable', 'outage')
        : dice < 0.5
          ? world.break(id, tables.slice(0, 3 + Math.floor(next() * 5)), { age: 2_000 }, 'late batch')
          : world.break(id, [table], dice < 0.75 ? { age: 700 } : { missing: 20 }, 'one table');
    await world.clock.advance((2 + next() * 10) * MINUTE);
    if (next() < 0.5) await world.restart();
    await world.clock.advance((2 + next() * 10) * MINUTE);
    world.heal(cause);
    await world.clock.advance((15 + next() * 45) * MINUTE);
    for (const other of connections)
      for (const name of other.tables.slice(0, 2)) await world.blip(other.id, name);
    await world.clock.advance(12 * MINUTE);
  }
  return world;
}
