import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { followPower } from '../../electron/shell/power.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const MINUTE = 60_000;

function setUp() {
  const told: string[] = [];
  const clock = new VirtualClock();
  const powerMonitor = new EventEmitter();
  const engine = { suspend: () => void told.push('suspend'), resume: () => void told.push('resume') };
  followPower(engine, { powerMonitor: powerMonitor as never, clock });
  return { told, clock, powerMonitor };
}

test('what the system says of sleep is handed on', async () => {
  const { told, clock, powerMonitor } = setUp();
  powerMonitor.emit('suspend');
  clock.jump(8 * 60 * MINUTE);
  await clock.advance(MINUTE);
  expect(told).toEqual(['suspend']);
  powerMonitor.emit('resume');
  await clock.advance(60 * MINUTE);
  expect(told).toEqual(['suspend', 'resume']);
});

test('a machine that runs for a quarter of an hour is awake, though nobody said so', async () => {
  const { told, clock, powerMonitor } = setUp();
  powerMonitor.emit('suspend');
  clock.jump(8 * 60 * MINUTE);
  await clock.advance(14 * MINUTE);
  expect(told).toEqual(['suspend']);
  await clock.advance(3 * MINUTE);
  expect(told).toEqual(['suspend', 'resume']);
  await clock.advance(60 * MINUTE);
  expect(told).toEqual(['suspend', 'resume']);
});

test('one that only stirs in its sleep is not', async () => {
  const { told, clock, powerMonitor } = setUp();
  powerMonitor.emit('suspend');
  for (let hour = 0; hour < 8; hour++) {
    clock.jump(55 * MINUTE);
    await clock.advance(5 * MINUTE);
  }
  expect(told).toEqual(['suspend']);
});
