import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newsIs, noteScroll, onEventBatch, queueEvents } from '../../renderer/src/ipc/event-queue.ts';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import { tableView } from '../support/table-view.ts';

const window = vi.hoisted(() => {
  const target = new EventTarget();
  Object.assign(globalThis, { window: target });
  return target;
});

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

describe('in a window that is only looked at', () => {
  const routine: PulseEvent = { name: 'table.changed', payload: tableView(1) };
  let hours = 0;

  beforeEach(() => {
    // Nobody was there for long, and what had waited has just been drawn.
    hours += 1;
    vi.setSystemTime(Date.now() + hours * 3_600_000);
    vi.advanceTimersByTime(2_000);
    queueEvents([routine]);
    vi.advanceTimersByTime(FRAME_MS);
    batches = [];
  });

  it('shows together, about once a minute, what comes with each check that runs', () => {
    for (let second = 0; second < 140; second += 10) {
      queueEvents([routine]);
      vi.advanceTimersByTime(10_000);
    }
    expect(batches).toEqual([7, 7]);
  });

  it('shows what came last with the times that count, within a minute and a quarter', () => {
    queueEvents([routine]);
    vi.advanceTimersByTime(74_999);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(batches).toEqual([1]);
  });

  it('shows at once what is news of it', () => {
    let isNews = false;
    newsIs(() => isNews);
    queueEvents([routine]);
    vi.advanceTimersByTime(3_000);
    expect(batches).toEqual([]);
    isNews = true;
    queueEvents([routine]);
    isNews = false;
    vi.advanceTimersByTime(FRAME_MS);
    expect(batches).toEqual([2]);
  });

  it('shows all else at once, with what has come before it', () => {
    queueEvents([routine]);
    vi.advanceTimersByTime(3_000);
    expect(batches).toEqual([]);
    queueEvents([event]);
    vi.advanceTimersByTime(FRAME_MS);
    expect(batches).toEqual([2]);
    vi.advanceTimersByTime(120_000);
    expect(batches).toEqual([2]);
  });

  it('shows it to who comes back', () => {
    queueEvents([routine]);
    window.dispatchEvent(new Event('pointermove'));
    expect(batches).toEqual([1]);
    queueEvents([routine]);
    vi.advanceTimersByTime(1_000);
    expect(batches).toEqual([1, 1]);
  });
});
