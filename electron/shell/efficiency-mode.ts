import { within } from '../engine/incidents/alert.ts';
import type { Clock } from '../engine/ports.ts';

/** A window that has asked for nothing in this time is only looked at, or not at all. */
const UNUSED_MS = 60_000;

interface Deps {
  clock: Clock;
  /** Sets a flag of V8, as the command line has it, while it runs. */
  setFlag(flag: string): void;
}

/**
 * Has V8 work in this process as in a page in the background while nobody is at the window: it compiles later, and with
 * fewer threads. That was a third of what the checks cost here, and what they run is over before it pays. The mode is made to
 * be entered and left at any time.
 */
export class EfficiencyMode {
  readonly #deps: Deps;
  #usedAt: number;
  #isOn = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#usedAt = deps.clock.now();
    this.#look();
  }

  /** Somebody asks for something. */
  used(): void {
    this.#usedAt = this.#deps.clock.now();
    if (!this.#isOn) return;
    this.#set(false);
    this.#look();
  }

  #look(): void {
    this.#deps.clock.after(UNUSED_MS, () => {
      if (within(this.#usedAt, this.#deps.clock.now(), UNUSED_MS)) this.#look();
      else this.#set(true);
    });
  }

  #set(isOn: boolean): void {
    this.#isOn = isOn;
    this.#deps.setFlag(isOn ? '--efficiency-mode' : '--no-efficiency-mode');
  }
}
