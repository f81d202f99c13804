import type { Clock } from '../../electron/engine/ports.ts';

/** A clock that moves only when told to. As on a real machine, timers know nothing of the wall clock's jumps. */
export class VirtualClock implements Clock {
  private offset: number;
  private elapsed = 0;
  private nextId = 0;
  private readonly timers = new Map<number, { at: number; callback: () => void }>();

  constructor(start = Date.UTC(2026, 0, 5, 9)) {
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

  /** Moves on, and calls what comes due in order. Lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const end = this.elapsed + ms;
    for (;;) {
      await settle();
      const due = [...this.timers]
        .filter(([, timer]) => timer.at <= end)
        .sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.elapsed = Math.max(this.elapsed, due[1].at);
      due[1].callback();
    }
    this.elapsed = end;
    await settle();
  }

  /** The machine slept, or someone set the clock: time is another, and no timer was called. */
  jump(ms: number): void {
    this.offset += ms;
  }
}

/** Lets everything that waits only for promises happen. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
