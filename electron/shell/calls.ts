import { app } from 'electron';

/**
 * What calls for the window from outside: a second start, a link, a click on the dock. They are heard from the first
 * moment on, before anybody can answer; then the last one waits. Each is the words that came with it.
 */
export class Calls {
  #answer: ((words: readonly string[]) => void) | null = null;
  #waiting: readonly string[] | null = null;

  constructor() {
    app.on('second-instance', (_event, argv) => this.#hear(argv));
    app.on('activate', () => this.#hear([]));
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.#hear([link]);
    });
  }

  /** `answer` gets what waited, and whatever comes from now on. */
  answeredBy(answer: (words: readonly string[]) => void): void {
    this.#answer = answer;
    if (this.#waiting !== null) answer(this.#waiting);
    this.#waiting = null;
  }

  #hear(words: readonly string[]): void {
    if (this.#answer === null) this.#waiting = words;
    else this.#answer(words);
  }
}
