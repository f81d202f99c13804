import { setTimeout as sleep } from 'node:timers/promises';
import type { Desktop, ShownNotification } from '../../../scripts/desktop.ts';

/** What the desktop's notification daemon shows from now on. */
export class News {
  readonly #desktop: Desktop;
  readonly #from: number;

  constructor(desktop: Desktop) {
    this.#desktop = desktop;
    this.#from = desktop.notifications.length;
  }

  /** Oldest first; with a subject only what is about it. */
  about(subject = ''): ShownNotification[] {
    const fresh = this.#desktop.notifications.slice(this.#from);
    return fresh.filter(({ summary }) => summary.startsWith(subject));
  }

  /** The first one with this title, already shown or still to come. */
  async wait(title: string, timeoutMs: number): Promise<ShownNotification> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = this.about(title).find(({ summary }) => summary === title);
      if (found) return found;
      if (Date.now() > deadline) {
        const titles = this.about().map(({ summary }) => summary);
        throw new Error(`No “${title}” within ${timeoutMs} ms. Shown: ${JSON.stringify(titles)}`);
      }
      await sleep(50);
    }
  }

  /** What a user's click on it does. */
  click(shown: ShownNotification): Promise<void> {
    return this.#desktop.invokeAction(shown.id);
  }
}
