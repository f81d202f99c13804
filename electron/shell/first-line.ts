/** A page that would have to wait longer for the store shows how the start goes instead of the answer. */
const WITHIN_MS = 800;
/** The parts of a program are asked for all at once, as soon as its first part is read. */
const CALM_MS = 40;

/** What the line is drawn with. */
const FONT = /\.woff2?$/;

/** The overview's first line, which the page brings with it, and waits for. */
export class FirstLine {
  readonly #listening = Promise.withResolvers<void>();
  readonly #first = Promise.withResolvers<void>();
  readonly #drawn = Promise.withResolvers<void>();
  readonly #settled = Promise.withResolvers<void>();
  #isDrawn = false;
  #isListening = false;
  #calm: ReturnType<typeof setTimeout> | undefined;
  #say: () => string | null = () => null;

  /** What the page asks is answered from now on. Before, no program is given out: it would ask at once. */
  listening(): void {
    this.#isListening = true;
    this.#listening.resolve();
    this.#calmDown();
  }

  /** What is said from now on; null where there is nothing to say. */
  known(say: () => string | null): void {
    this.#say = say;
    this.#first.resolve();
  }

  /** The page has drawn what it brought. Its program is read only then. */
  drawn(): void {
    this.#isDrawn = true;
    this.#drawn.resolve();
    this.#calmDown();
  }

  /** The page asked for a file. Resolves when it may have it: its letters at once, its program when that is listened to. */
  async asked(url: string): Promise<void> {
    if (FONT.test(url)) return;
    await this.#listening.promise;
    this.#calmDown();
  }

  #calmDown(): void {
    if (!this.#isDrawn || !this.#isListening) return;
    clearTimeout(this.#calm);
    this.#calm = setTimeout(this.#settled.resolve, CALM_MS);
  }

  /** Resolves when the page has drawn the line and has got its program, at the latest after `withinMs`. */
  settled(withinMs: number): Promise<void> {
    return soonest(this.#settled.promise, withinMs);
  }

  /** Resolves when the page has drawn the line, at the latest after `withinMs`; soon, where there is none to draw. */
  async drawnIfKnown(withinMs: number): Promise<void> {
    if ((await this.answer()) !== null) await soonest(this.#drawn.promise, withinMs);
  }

  /** What the page is to say. Null when it is not known soon enough. */
  async answer(): Promise<string | null> {
    await soonest(this.#first.promise, WITHIN_MS);
    return this.#say();
  }
}

async function soonest(wanted: Promise<void>, withinMs: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, withinMs);
  await Promise.race([wanted, late.promise]);
  clearTimeout(timer);
}
