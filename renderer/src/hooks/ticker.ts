/** Who is at the window sees the seconds pass. */
const TICK_MS = 1_000;
/** Who only looks on needs no second: each costs the window a layout and a frame, as long as it is open. */
const CALM_TICK_MS = 5_000;
/** A window that neither hand nor key has touched in this time is only looked at. */
const IN_USE_MS = 30_000;
/** What is so far from now is told in minutes at least, and looked at more rarely. */
const FAR_MS = 120_000;
const FAR_TICK_MS = 10_000;

const SIGNS_OF_USE = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'focus'];

/** One timer for every relative time of the window; it stops when nothing shows one. */
export class Ticker {
  readonly #window: EventTarget;
  /** With the moment that each is about; undefined where it may change with every second. */
  readonly #listeners = new Map<() => void, number | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #usedAt = 0;
  #tickedAt = 0;
  #lookedFarAt = 0;

  constructor(window: EventTarget) {
    this.#window = window;
  }

  /** Calls at each tick, until what it returns is called; far from `about` (epoch ms) only now and then. */
  subscribe(listener: () => void, about: number | undefined): () => void {
    if (this.#listeners.size === 0) this.#start();
    this.#listeners.set(listener, about);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  #start(): void {
    this.#usedAt = this.#tickedAt = Date.now();
    for (const sign of SIGNS_OF_USE) this.#window.addEventListener(sign, this.#used, { capture: true });
    this.#wait();
  }

  #stop(): void {
    for (const sign of SIGNS_OF_USE) this.#window.removeEventListener(sign, this.#used, { capture: true });
    clearTimeout(this.#timer);
  }

  /** Who comes back to the window must not find times of a while ago. */
  readonly #used = () => {
    const wasCalm = !this.#isInUse;
    this.#usedAt = Date.now();
    if (wasCalm && this.#usedAt - this.#tickedAt >= TICK_MS) this.#tick();
    else if (wasCalm) this.#wait();
  };

  get #isInUse(): boolean {
    return Math.abs(Date.now() - this.#usedAt) < IN_USE_MS;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tick(), this.#isInUse ? TICK_MS : CALM_TICK_MS);
  }

  #tick(): void {
    const now = Date.now();
    this.#tickedAt = now;
    // The clock may have been set back.
    const looksFar = Math.abs(now - this.#lookedFarAt) >= FAR_TICK_MS;
    if (looksFar) this.#lookedFarAt = now;
    for (const [listener, about] of this.#listeners) {
      const isFar = about !== undefined && Math.abs(about - now) > FAR_MS;
      if (!isFar || looksFar) listener();
    }
    this.#wait();
  }
}
