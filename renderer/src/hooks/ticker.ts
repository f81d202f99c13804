import type { Attention } from '../attention.ts';

/** Who is at the window sees the seconds pass. */
const TICK_MS = 1_000;
/** What is so far from now is told in minutes at least, and looked at more rarely. */
const FAR_MS = 120_000;
const FAR_TICK_MS = 10_000;
/** A timer may fire a little early. */
const EARLY_MS = 500;

/** One timer for every relative time of the window; it stops when nothing shows one. */
export class Ticker {
  readonly #attention: Attention;
  /** With the moment that each is about; undefined where it may change with every second. */
  readonly #listeners = new Map<() => void, number | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopFollowing = () => {};
  #lookedFarAt = 0;

  constructor(attention: Attention) {
    this.#attention = attention;
  }

  /** Calls at each tick, until what it returns is called; far from `about` (epoch ms) only now and then. */
  subscribe(listener: () => void, about: number | undefined): () => void {
    if (this.#listeners.size === 0) {
      this.#stopFollowing = this.#attention.onDraw(() => this.#tick());
      this.#wait();
    }
    this.#listeners.set(listener, about);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stopFollowing();
      clearTimeout(this.#timer);
    };
  }

  #wait(): void {
    clearTimeout(this.#timer);
    // What waits beside the times is drawn with them.
    this.#timer = this.#attention.isCalm
      ? setTimeout(() => this.#attention.draw(), this.#attention.longestWait)
      : setTimeout(() => this.#tick(), TICK_MS);
  }

  #tick(): void {
    const now = Date.now();
    // The clock may have been set back.
    const looksFar = Math.abs(now - this.#lookedFarAt) >= FAR_TICK_MS - EARLY_MS;
    if (looksFar) this.#lookedFarAt = now;
    for (const [listener, about] of this.#listeners) {
      const isFar = about !== undefined && Math.abs(about - now) > FAR_MS;
      if (!isFar || looksFar) listener();
    }
    this.#wait();
  }
}
