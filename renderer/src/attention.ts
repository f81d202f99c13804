/** A window that neither hand nor key has touched in this time is only looked at. */
const IN_USE_MS = 60_000;
/** What changes by itself is drawn no sooner than this after the last time for who only looks on: each costs a frame. */
const CALM_MS = 60_000;
/** Nor much later: until then it waits for results, to be drawn with them. */
const CALM_LATEST_MS = 75_000;

const SIGNS_OF_USE = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'focus', 'visibilitychange'];

/** Whether somebody is at the window, or it is only looked at, as the whole day on a second screen. */
export class Attention {
  readonly #drawings = new Set<() => void>();
  #usedAt = Date.now();
  #drawnAt = 0;

  constructor(window: EventTarget) {
    for (const sign of SIGNS_OF_USE)
      window.addEventListener(sign, this.#used, { capture: true, passive: true });
  }

  get isCalm(): boolean {
    // The clock may have been set back.
    return Math.abs(Date.now() - this.#usedAt) >= IN_USE_MS;
  }

  /** Whether routine that comes now is to be drawn for who only looks on. */
  get isTimeToDraw(): boolean {
    return Math.abs(Date.now() - this.#lastDrawnAt) >= CALM_MS;
  }

  /** How long who only looks on may have to wait for the next drawing, in milliseconds. */
  get longestWait(): number {
    const ms = this.#lastDrawnAt + CALM_LATEST_MS - Date.now();
    return Math.min(Math.max(ms, 0), CALM_LATEST_MS);
  }

  /** Until somebody has been away for long enough, all is drawn as it comes. */
  get #lastDrawnAt(): number {
    return Math.max(this.#drawnAt, this.#usedAt + IN_USE_MS);
  }

  /** Calls whenever all that waits is to be drawn, at one moment. Returns what ends that. */
  onDraw(listener: () => void): () => void {
    this.#drawings.add(listener);
    return () => this.#drawings.delete(listener);
  }

  draw(): void {
    this.#drawnAt = Date.now();
    for (const listener of this.#drawings) listener();
  }

  readonly #used = () => {
    const wasCalm = this.isCalm;
    this.#usedAt = Date.now();
    // What somebody sees who is there again must not be of a while ago.
    if (wasCalm) this.draw();
  };
}

/** That of this window; tests of stores have none. */
export const attention = new Attention((globalThis as { window?: EventTarget }).window ?? new EventTarget());
