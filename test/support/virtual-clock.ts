import type { Clock } from '../../electron/engine/ports.ts';

/** A clock that moves only when told to. As on a real machine, timers know nothing of the wall clock's jumps. */
export class VirtualClock implements Clock {
  private readonly settle: () => Promise<unknown>;
  private offset: number;
  private elapsed = 0;
  private nextId = 0;
  private readonly timers = new Map<number, { at: number; callback: () => void }>();

  /** `settle` lets happen what each step sets off: promises alone, unless told otherwise. */
  constructor(start = Date.UTC(2026, 0, 5, 9), settle: () => Promise<unknown> = onlyPromises) {
    this.offset = start;
    this.settle = settle;
  }

  now(): number {
    return this.offset + this.elapsed;
  }

  after(ms: number, callback: () => void): () => void {
    const id = this.nextId++;
    this.timers.set(id, { at: this.elapsed + Math.max(0, ms), callback });
    return () => this.timers.delete(id);
  }

  /** Moves on, and calls what comes due in order. Lets everything settle before each. */
  async advance(ms: number): Promise<void> {
    const end = this.elapsed + Math.round(ms);
    for (;;) {
      await this.settle();
      let due: { id: number; at: number; callback: () => void } | null = null;
      for (const [id, timer] of this.timers) if (!due || timer.at < due.at) due = { id, ...timer };
      if (!due || due.at > end) break;
      this.timers.delete(due.id);
      this.elapsed = Math.max(this.elapsed, due.at);
      due.callback();
    }
    this.elapsed = end;
    await this.settle();
  }

  async advanceTo(at: number): Promise<void> {
    await this.advance(Math.max(0, at - this.now()));
  }

  /** The machine slept, or someone set the clock: time is another, and no timer was called. */
  jump(ms: number): void {
    this.offset += ms;
  }
}

/** Lets everything that waits only for promises happen. */
async function onlyPromises(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
