import { expect, test } from 'vitest';
import { RoundTrips } from '../../electron/engine/replica/round-trips.ts';

test('the way to a far replica and back is no work of the replica', () => {
  const far = new RoundTrips();
  for (const ms of [40, 41, 39, 300, 40]) far.note(ms);
  expect(far.busyMs(42)).toBeCloseTo(2.3);
  expect(far.busyMs(1_040)).toBeCloseTo(1_000.3);
});

test('an answer that came sooner than the others still cost a little', () => {
  const far = new RoundTrips();
  far.note(40);
  expect(far.busyMs(38)).toBe(0.3);
});

test('before anything is known of the way, all of it counts', () => {
  expect(new RoundTrips().busyMs(42)).toBe(42);
});

test('a way that became longer is learned', () => {
  const moved = new RoundTrips();
  for (let i = 0; i < 15; i++) moved.note(1);
  for (let i = 0; i < 15; i++) moved.note(80);
  expect(moved.busyMs(82)).toBeCloseTo(2.3);
});
