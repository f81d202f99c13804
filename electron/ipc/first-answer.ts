type Handler<I, O> = (input: I) => O | Promise<O>;

/** A handler that lets one wait until it has answered for the first time. */
export class FirstAnswer<I, O> {
  readonly handler: Handler<I, O>;
  readonly #first = Promise.withResolvers<void>();

  constructor(handler: Handler<I, O>) {
    this.handler = async (input) => {
      try {
        return await handler(input);
      } finally {
        // After the answer is on its way.
        setImmediate(() => this.#first.resolve());
      }
    };
  }

  /** Resolves when it has answered, or failed to, and at the latest after `withinMs`. */
  answered(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const late = setTimeout(resolve, withinMs);
      void this.#first.promise.then(() => {
        clearTimeout(late);
        resolve();
      });
    });
  }
}
