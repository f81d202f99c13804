/** A fixed number of slots, given out in the order of asking. */
export class Slots {
  #free: number;
  readonly #waiting: { resolve(): void; reject(error: Error): void }[] = [];
  #closedBy: (() => Error) | null = null;

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves when a slot is taken. Rejects when the slots are closed meanwhile. */
  take(): Promise<void> {
    if (this.#closedBy) return Promise.reject(this.#closedBy());
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next.resolve();
    else this.#free += 1;
  }

  /** Turns away everybody who waits, and whoever comes. */
  close(reason: () => Error): void {
    this.#closedBy = reason;
    for (const { reject } of this.#waiting.splice(0)) reject(reason());
  }
}
