/** Shows how far the world is: one line that is redrawn on a terminal, a few plain lines anywhere else. */
import type { WriteStream } from 'node:tty';
import type { Progress } from './world.ts';

const BAR_WIDTH = 24;
const PLAIN_EVERY_PERCENT = 20;

export interface ProgressLine {
  show(progress: Progress): void;
  /** Takes the line away and leaves the cursor at its start. */
  clear(): void;
}

export function progressLine(out: WriteStream | NodeJS.WriteStream, started = Date.now()): ProgressLine {
  if (!out.isTTY) return plainLines(out, started);
  return {
    show({ step, done, total }) {
      const filled = Math.round((done / total) * BAR_WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
      const line = `${bar} ${percent(done, total)} %  ${step}  ${seconds(started)}`;
      out.write(`\r\u001b[2K${line.slice(0, Math.max(10, (out.columns ?? 80) - 1))}`);
    },
    clear() {
      out.write('\r\u001b[2K');
    },
  };
}

function plainLines(out: NodeJS.WritableStream, started: number): ProgressLine {
  let next = 0;
  return {
    show({ step, done, total }) {
      const now = percent(done, total);
      if (now < next) return;
      next = now - (now % PLAIN_EVERY_PERCENT) + PLAIN_EVERY_PERCENT;
      out.write(`${String(now).padStart(3)} %  ${step}  ${seconds(started)}\n`);
    },
    clear() {},
  };
}

function percent(done: number, total: number): number {
  return Math.floor((100 * done) / Math.max(1, total));
}

function seconds(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
