import type { PulseEvent } from '../../../shared/contract/contract.ts';

/**
 * Collects events and hands them over once a frame, so that a burst costs one render. A hidden window gets
 * no frames: there a timer does it.
 */
type Listener = (batch: readonly PulseEvent[]) => void;

let queue: PulseEvent[] = [];
let frame = 0;
let timer = 0;
const listeners = new Set<Listener>();

export function onEventBatch(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function queueEvents(batch: readonly PulseEvent[]): void {
  if (batch.length === 0) return;
  queue.push(...batch);
  if (frame !== 0 || timer !== 0) return;
  frame = requestAnimationFrame(flushEvents);
  timer = window.setTimeout(flushEvents, 500);
}

export function flushEvents(): void {
  cancelAnimationFrame(frame);
  window.clearTimeout(timer);
  frame = 0;
  timer = 0;
  if (queue.length === 0) return;
  const batch = queue;
  queue = [];
  for (const listener of listeners) listener(batch);
}
