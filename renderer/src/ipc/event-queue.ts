import type { PulseEvent } from '../../../shared/contract/contract.ts';
import { attention } from '../attention.ts';

/**
 * Collects events and hands them over once a frame, so that a burst costs one render. A hidden window gets
 * no frames: there a timer does it.
 */
type Listener = (batch: readonly PulseEvent[]) => void;

/** Nothing waits longer. */
const LONGEST_MS = 1_000;
/** A list that has not moved for so long is not being scrolled any more. */
const STILL_MS = 100;

/** What comes with every check that runs. Who only looks on sees it together; all else is shown at once. */
const ROUTINE: ReadonlySet<PulseEvent['name']> = new Set([
  'connection.changed',
  'table.changed',
  'check.changed',
  'run.finished',
  'query.logged',
]);

/** What a page has, in types that the tests know, too. */
const page = globalThis as unknown as {
  requestAnimationFrame(draw: () => void): number;
  cancelAnimationFrame(frame: number): void;
};

let queue: PulseEvent[] = [];
let frame = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Whether what is there waits until there is more to draw. */
let isPutOff = false;
let scrolledAt = Number.NEGATIVE_INFINITY;
const listeners = new Set<Listener>();
const tellsNews: ((event: PulseEvent) => boolean)[] = [];

export function onEventBatch(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says which of the routine is news after all: what turns a table's health, say, is shown to everybody at once. */
export const newsIs = (test: (event: PulseEvent) => boolean): void => void tellsNews.push(test);

export function queueEvents(batch: readonly PulseEvent[]): void {
  if (batch.length === 0) return;
  queue.push(...batch);
  if (attention.isCalm && !attention.isTimeToDraw && batch.every(isRoutine)) putOff();
  else if (timer === undefined || isPutOff) drawSoon();
}

const isRoutine = (event: PulseEvent): boolean =>
  ROUTINE.has(event.name) && !tellsNews.some((isNews) => isNews(event));

function putOff(): void {
  if (timer !== undefined) return;
  isPutOff = true;
  timer = setTimeout(draw, attention.longestWait);
}

function drawSoon(): void {
  clearTimeout(timer);
  isPutOff = false;
  frame = page.requestAnimationFrame(onFrame);
  timer = setTimeout(draw, LONGEST_MS);
}

/** Who only looks on sees the times that count go on at the same moment. */
function draw(): void {
  if (attention.isCalm) attention.draw();
  else flushEvents();
}

/** Something is being scrolled. What came waits for its end: rows that change would take the time of the frames. */
export function noteScroll(): void {
  scrolledAt = performance.now();
}

function onFrame(): void {
  if (performance.now() - scrolledAt < STILL_MS) frame = page.requestAnimationFrame(onFrame);
  else draw();
}

export function flushEvents(): void {
  page.cancelAnimationFrame(frame);
  clearTimeout(timer);
  timer = undefined;
  isPutOff = false;
  if (queue.length === 0) return;
  const batch = queue;
  queue = [];
  for (const listener of listeners) listener(batch);
}

attention.onDraw(flushEvents);
