import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isInFlight,
  type LagSample,
  lagAtSecondLook,
  lagOf,
  readLagSample,
  rememberCaughtUp,
} from '../../electron/engine/replica/lag.ts';

const HOUR = 3_600;

/** A standby that has replayed all it received, of a primary that committed last an hour ago. */
const idle: LagSample = {
  at: 1_000_000,
  server: 'a',
  received: 500n,
  replayed: 500n,
  dataAge: HOUR,
  streaming: true,
  silence: null,
};

describe('lag', () => {
  it('is none while all that arrived is replayed and more would arrive', () => {
    expect(lagOf(idle, null)).toBe(0);
    expect(lagOf({ ...idle, silence: 20 }, null)).toBe(0);
    // A restarted receiver counts from the start of a WAL file, which may lie behind.
    expect(lagOf({ ...idle, received: 400n }, null)).toBe(0);
  });

  it('is the silence of a primary that has not been heard of for long', () => {
    expect(lagOf({ ...idle, silence: 300 }, null)).toBe(300);
  });

  it('is the age of the data while replay is behind', () => {
    expect(lagOf({ ...idle, received: 900n, dataAge: 12 }, null)).toBe(12);
  });

  it('is not more than the time since it was last caught up', () => {
    const caughtUp = { server: 'a', at: idle.at - 30 };
    expect(lagOf({ ...idle, received: 900n }, caughtUp)).toBe(30);
    expect(lagOf({ ...idle, streaming: false }, caughtUp)).toBe(30);
    expect(lagOf({ ...idle, streaming: false, dataAge: 10 }, caughtUp)).toBe(10);
  });

  it("does not take another server's word for it", () => {
    const caughtUp = { server: 'b', at: idle.at - 30 };
    expect(lagOf({ ...idle, streaming: false }, caughtUp)).toBe(HOUR);
  });

  it('of a standby without a receiver is the age of its data', () => {
    expect(lagOf({ ...idle, streaming: false, received: null, dataAge: 90 }, null)).toBe(90);
  });

  it('is unknown when there is nothing to go by', () => {
    expect(lagOf({ ...idle, streaming: false, received: null, dataAge: null }, null)).toBeNull();
  });

  it('is never negative, though clocks differ', () => {
    expect(lagOf({ ...idle, received: 900n, dataAge: -3 }, null)).toBe(0);
  });

  it('is remembered from moments when there was none', () => {
    expect(rememberCaughtUp(idle, null)).toEqual({ server: 'a', at: idle.at });
    expect(rememberCaughtUp({ ...idle, silence: 90 }, null)).toEqual({ server: 'a', at: idle.at - 90 });
    const before = { server: 'a', at: 5 };
    expect(rememberCaughtUp({ ...idle, streaming: false }, before)).toBe(before);
    expect(rememberCaughtUp({ ...idle, streaming: false, server: 'b' }, before)).toBeNull();
  });
});

describe('a second look', () => {
  const first: LagSample = { ...idle, received: 900n };

  it('is taken when WAL was just arriving at a primary that had been idle', () => {
    expect(isInFlight(first, lagOf(first, null))).toBe(true);
    expect(isInFlight(idle, 0)).toBe(false);
    expect(isInFlight({ ...first, dataAge: 0.2 }, 0.2)).toBe(false);
    expect(isInFlight({ ...first, streaming: false }, HOUR)).toBe(false);
  });

  it('finds it replayed: then the lag was less than the time between the looks', () => {
    const second = { ...first, at: first.at + 0.25, received: 1_000n, replayed: 900n };
    expect(lagAtSecondLook(first, second, null)).toBeCloseTo(0.25);
  });

  it('finds it still waiting: then it is lag', () => {
    const second = { ...first, at: first.at + 0.25, dataAge: HOUR + 0.25 };
    expect(lagAtSecondLook(first, second, null)).toBe(HOUR + 0.25);
  });

  it('finds another server: then the first look says nothing', () => {
    const second = { ...first, server: 'b', replayed: 900n, received: 1_000n, dataAge: 40 };
    expect(lagAtSecondLook(first, second, null)).toBe(40);
  });
});

it('never says less than a proof allows, nor more than the age of the data', () => {
  const sample = fc.record({
    at: fc.double({ min: 0, max: 1e9, noNaN: true }),
    server: fc.constantFrom('a', 'b'),
    received: fc.option(fc.bigInt({ min: 0n, max: 1n << 63n })),
    replayed: fc.option(fc.bigInt({ min: 0n, max: 1n << 63n })),
    dataAge: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
    streaming: fc.boolean(),
    silence: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  });
  fc.assert(
    fc.property(sample, sample, (before, now) => {
      const lag = lagOf(now, rememberCaughtUp(before, null));
      if (lag !== null) expect(lag).toBeGreaterThanOrEqual(0);
      if (lag !== null && now.silence === null && now.dataAge !== null)
        expect(lag).toBeLessThanOrEqual(now.dataAge);
    }),
  );
});

it('reads positions beyond what a JavaScript number holds', () => {
  const row = {
    at: 1,
    server: 'a',
    received: '9223372036854775809',
    replayed: null,
    data_age: null,
    streaming: true,
    silence: null,
  };
  expect(readLagSample({ rows: [row], columns: [], durationMs: 0 })).toMatchObject({
    received: 9223372036854775809n,
    replayed: null,
  });
});
