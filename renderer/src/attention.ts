/** A window that neither hand nor key has touched in this time is only looked at. */
const IN_USE_MS = 60_000;
/** How often what changes by itself is drawn for who only looks on: each time costs a layout and a frame. */
const CALM_MS = 60_000;

const SIGNS_OF_USE = ['pointermove', 'pointerdown', 'wheel', 'keydown', 'focus', 'visibilitychange'];

/** Whether somebody is at the window, or it is only looked at, as the whole day on a second screen. */
export class Attention {
  readonly #returns = new Set<() => void>();
  #usedAt = Date.now();

  constructor(window: EventTarget) {
    for (const sign of SIGNS_OF_USE)
      window.addEventListener(sign, this.#used, { capture: true, passive: true });
  }

  get isCalm(): boolean {
    // The clock may have been set back.
    return Math.abs(Date.now() - this.#usedAt) >= IN_USE_MS;
  }

  /** How long it is until the next drawing for who only looks on, in milliseconds: the same moment for all that ask. */
  get calmWait(): number {
    return CALM_MS - (Date.now() % CALM_MS);
  }

  /** Calls when somebody is there again: what they see must not be of a while ago. Returns what ends that. */
  onReturn(listener: () => void): () => void {
    this.#returns.add(listener);
    return () => this.#returns.delete(listener);
  }

  readonly #used = () => {
    const wasCalm = this.isCalm;
    this.#usedAt = Date.now();
    if (wasCalm) for (const listener of this.#returns) listener();
  };
}

/** That of this window; tests of stores have none. */
export const attention = new Attention((globalThis as { window?: EventTarget }).window ?? new EventTarget());
