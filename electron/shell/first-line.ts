/** A page that would have to wait longer for the store shows how the start goes instead of the answer. */
const WITHIN_MS = 500;

/** The overview's first line, which the page brings with it, and waits for. */
export class FirstLine {
  readonly #listening = Promise.withResolvers<void>();
  readonly #first = Promise.withResolvers<void>();
  #say: () => string | null = () => null;

  /** What the page asks is answered from now on. Before, no page is given out: its program would ask at once. */
  listening(): void {
    this.#listening.resolve();
  }

  /** What is said from now on; null where there is nothing to say. */
  known(say: () => string | null): void {
    this.#say = say;
    this.#first.resolve();
  }

  /** For a page that is about to be given out. Null when it is not known soon enough. */
  async answer(): Promise<string | null> {
    await this.#listening.promise;
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, WITHIN_MS);
    await Promise.race([this.#first.promise, late.promise]);
    clearTimeout(timer);
    return this.#say();
  }
}
