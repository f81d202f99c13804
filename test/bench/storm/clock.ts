import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../../electron/engine/ports.ts';

/** A clock that moves only when told to, and lets all that waits only for promises happen before each step. */
export class StormClock implements Clock {
  private offset: number;
  private elapsed = 0;
  private nextId = 0;
  private readonly timers = new Map<number, { at: number; callback: () => void }>();

  constructor(start: number) {
    this.offset = start;
  }

  now(): number {
    return this.offset + this.elapsed;
  }

  after(ms: number, callback: () => void): () => void {
    const id = this.nextId++;
    this.timers.set(id, { at: this.elapsed + Math.max(0, ms), callback });
    return () => this.timers.delete(id);
  }

  async advance(ms: number): Promise<void> {
    const end = this.elapsed + Math.round(ms);
    for (;;) {
      await turn();
      let due: { id: number; at: number; callback: () => void } | null = null;
      for (const [id, timer] of this.timers) if (!due || timer.at < due.at) due = { id, ...timer };
      if (!due || due.at > end) break;
      this.timers.delete(due.id);
      this.elapsed = Math.max(this.elapsed, due.at);
      due.callback();
    }
    this.elapsed = end;
    await turn();
  }

  async advanceTo(at: number): Promise<void> {
    await this.advance(Math.max(0, at - this.now()));
  }

  /** The machine slept: it is later, and no timer was called. */
  jump(ms: number): void {
    this.offset += ms;
  }
}
