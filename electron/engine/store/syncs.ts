import { close, fdatasync, open } from 'node:fs';
import { systemClock } from '../clock.ts';
import type { Clock } from '../ports.ts';

type Sync = (fd: number, done: (error: Error | null) => void) => void;

/** A table's look is two or three commits within some milliseconds: its statement, its results, what follows from them. */
const GATHER_MS = 50;

/**
 * Has what was committed reach the disk soon, without anybody waiting for it. Within a commit the disk's answer takes a
 * millisecond, or a quarter of a second while it is busy with something else, and the window stands still meanwhile.
 */
export class Syncs {
  readonly #file: string;
  readonly #onFailure: (error: Error) => void;
  readonly #sync: Sync;
  readonly #clock: Pick<Clock, 'after'>;
  #fd: number | null = null;
  #state: 'idle' | 'gathering' | 'busy' | 'busy and more' | 'closed' = 'idle';
  #cancel: () => void = () => {};

  /** `file`: SQLite's log. It must stay the same file, which it does while somebody has the database open. */
  constructor(
    file: string,
    onFailure: (error: Error) => void,
    sync: Sync = fdatasync,
    clock: Pick<Clock, 'after'> = systemClock,
  ) {
    this.#file = file;
    this.#onFailure = onFailure;
    this.#sync = sync;
    this.#clock = clock;
  }

  /**
   * Something was committed. What is committed in the next moment goes with it, and one sync runs at a time: each wakes
   * the disk, a thread and this one.
   */
  soon(): void {
    if (this.#state === 'idle') this.#gather();
    else if (this.#state === 'busy') this.#state = 'busy and more';
  }

  /** SQLite itself syncs all of it when it closes the database. */
  close(): void {
    const isBusy = this.#state.startsWith('busy');
    this.#state = 'closed';
    this.#cancel();
    if (!isBusy) this.#release();
  }

  #gather(): void {
    this.#state = 'gathering';
    this.#cancel = this.#clock.after(GATHER_MS, () => this.#begin());
  }

  #begin(): void {
    this.#state = 'busy';
    if (this.#fd !== null) this.#sync(this.#fd, (error) => this.#done(error));
    // To be written to, as Windows wants it of a file that is synced.
    else
      open(this.#file, 'r+', (error, fd) => {
        if (error) {
          this.#done(error);
          return;
        }
        this.#fd = fd;
        if (this.#state === 'closed') this.#release();
        else this.#sync(fd, (failed) => this.#done(failed));
      });
  }

  #done(error: Error | null): void {
    if (this.#state === 'closed') {
      this.#release();
      return;
    }
    if (error) this.#onFailure(error);
    const more = this.#state === 'busy and more';
    this.#state = 'idle';
    if (more) this.#gather();
  }

  #release(): void {
    if (this.#fd !== null) close(this.#fd, () => {});
    this.#fd = null;
  }
}
