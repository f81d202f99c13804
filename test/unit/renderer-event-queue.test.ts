import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noteScroll, onEventBatch, queueEvents } from '../../renderer/src/ipc/event-queue.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';

const FRAME_MS = 16;
const event: PulseEvent = { name: 'pause.changed', payload: { pause: null } };
let batches: number[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => setTimeout(draw, FRAME_MS));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  batches = [];
  const stop = onEventBatch((batch) => batches.push(batch.length));
  return stop;
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('hands over once a frame what has come', () => {
  queueEvents([event]);
  queueEvents([event, event]);
  vi.advanceTimersByTime(FRAME_MS);
  expect(batches).toEqual([3]);
});

it('waits for the end of a scroll', () => {
  noteScroll();
  queueEvents([event]);
  for (let frame = 0; frame < 20; frame++) {
    noteScroll();
    queueEvents([event]);
    vi.advanceTimersByTime(FRAME_MS);
  }
  expect(batches).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(batches).toEqual([21]);
});

it('waits no longer than a second, however long one scrolls', () => {
  queueEvents([event]);
  for (let passed = 0; passed < 1_010; passed += 10) {
    noteScroll();
    vi.advanceTimersByTime(10);
  }
  expect(batches).toEqual([1]);
});
