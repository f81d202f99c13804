import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, memoryMb } from './process-tree.ts';
import type { DebugSession } from './protocol.ts';
import type { Started } from './start.ts';

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** From the start of the process to the first paint of its page, in milliseconds. */
export function firstPaint(app: Started, page: DebugSession): Promise<number> {
  return page.evaluate<number>(
    `new Promise((resolve) => {
       const seen = (entries) => {
         const paint = entries.find(({ name }) => name === 'first-contentful-paint');
         if (paint) resolve(performance.timeOrigin + paint.startTime - ${app.at});
       };
       new PerformanceObserver((list) => seen(list.getEntries())).observe({ type: 'paint', buffered: true });
     })`,
  );
}

/**
 * From the start of the process to the paint of the overview's first line, in milliseconds: as it came with the page, or
 * with the list where the page had to do without.
 */
export async function firstAnswer(app: Started, page: DebugSession): Promise<number> {
  const answered = await page.evaluate<number>(
    `new Promise((resolve) => {
       const seen = (at) => resolve(performance.timeOrigin + at - ${app.at});
       new PerformanceObserver((list) => {
         const line = list.getEntries().find(({ identifier }) => identifier === 'overview-answer');
         if (line) seen(line.renderTime);
       }).observe({ type: 'element', buffered: true });
       new PerformanceObserver((list) => {
         const mark = list.getEntriesByName('overview-answered')[0];
         if (mark) setTimeout(() => seen(mark.startTime), 100);
       }).observe({ type: 'mark', buffered: true });
     })`,
  );
  // A window that is not shown yet draws, but nobody sees it.
  return Math.max(answered, await firstPaint(app, page));
}

/** From the start of the process to the paint of the overview with its rows, in milliseconds. */
export function firstRows(app: Started, page: DebugSession): Promise<number> {
  return page.evaluate<number>(
    `new Promise((resolve) => {
       new PerformanceObserver((list) => {
         const mark = list.getEntriesByName('overview-answered')[0];
         if (mark) resolve(performance.timeOrigin + mark.startTime - ${app.at});
       }).observe({ type: 'mark', buffered: true });
     })`,
  );
}

/** Processor time of all its processes, in percent of one core. */
export async function idleCpu(app: Started, forMs: number): Promise<number> {
  const pids = app.pids();
  const [before, from] = [cpuMs(pids), Date.now()];
  await sleep(forMs);
  return ((cpuMs(pids) - before) / (Date.now() - from)) * 100;
}

export const memory = (app: Started): number => memoryMb(app.pids());

const OVERVIEW = `document.querySelector('table[aria-label="Monitored tables"]').parentElement`;
const SEARCH = `document.querySelector('input[aria-label="Search tables"]')`;

/** What the plainest page costs here: a list of as many lines, and a field that nothing listens to. */
export async function plainPage(page: DebugSession, forMs: number) {
  await page.evaluate(`(() => {
    const lines = Array.from({ length: 2000 }, (_, n) => '<p>bench.t' + n + ' is a line of text</p>').join('');
    document.body.innerHTML = '<input><div style="height: 700px; overflow: auto">' + lines + '</div>';
  })()`);
  const frames = await scrollFrames(page, forMs, `document.querySelector('div')`);
  return { frames, delays: await inputDelays(page, 't0123 bench', `document.querySelector('input')`) };
}

/** Times between frames while the list is scrolled, in milliseconds. */
export function scrollFrames(page: DebugSession, forMs: number, scroller = OVERVIEW): Promise<number[]> {
  return page.evaluate<number[]>(
    `new Promise((resolve) => {
       const scroller = ${scroller};
       const frames = [];
       let last = 0;
       let way = 45;
       const end = performance.now() + ${forMs};
       const step = (now) => {
         if (last > 0) frames.push(now - last);
         last = now;
         const before = scroller.scrollTop;
         scroller.scrollTop += way;
         if (scroller.scrollTop === before) way = -way;
         if (now < end) requestAnimationFrame(step); else resolve(frames);
       };
       requestAnimationFrame(step);
     })`,
  );
}

/** From a key that is pressed in the search field to the paint that shows it, in milliseconds, for each of the keys. */
export async function inputDelays(page: DebugSession, text: string, field = SEARCH): Promise<number[]> {
  await page.evaluate(`(() => {
    globalThis.benchDelays = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.name === 'keydown') globalThis.benchDelays.push(entry.duration);
      }
    }).observe({ type: 'event', durationThreshold: 16 });
    ${field}.focus();
  })()`);
  const press = async (key: string, extra: object) => {
    await page.send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...extra });
    await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
    await sleep(120);
  };
  for (const letter of text) await press(letter, { text: letter });
  for (const _ of text) await press('Backspace', { windowsVirtualKeyCode: 8, code: 'Backspace' });
  await sleep(500);
  const slow = await page.evaluate<number[]>('globalThis.benchDelays');
  // Chromium does not tell of what is shown within the same frame: those count as one frame.
  return [...slow, ...Array<number>(Math.max(0, 2 * text.length - slow.length)).fill(16)];
}

/** Begins to record how late the main process's timers are; the answer ends it, with the 99th percentile in milliseconds. */
export async function loopDelay(main: DebugSession): Promise<() => Promise<number>> {
  await main.evaluate(`(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    globalThis.benchLoop = monitorEventLoopDelay({ resolution: 10 });
    globalThis.benchLoop.enable();
  })()`);
  return () =>
    main.evaluate<number>(`(globalThis.benchLoop.disable(), globalThis.benchLoop.percentile(99) / 1e6 - 10)`);
}
