import { close, fdatasync, open } from 'node:fs';

type Sync = (fd: number, done: (error: Error | null) => void) => void;

/**
 * Has what was committed reach the disk soon, without anybody waiting for it. Within a commit the disk's answer takes a
 * millisecond, or a quarter of a second while it is busy with something else, and the window stands still meanwhile.
 */
export class Syncs {
  readonly #file: string;
  readonly #onFailure: (error: Error) => void;
  readonly #sync: Sync;
  #fd: number | null = null;
  #state: 'idle' | 'busy' | 'busy and more' | 'closed' = 'idle';

  /** `file`: SQLite's log. It must stay the same file, which it does while somebody has the database open. */
  constructor(file: string, onFailure: (error: Error) => void, sync: Sync = fdatasync) {
    this.#file = file;
    this.#onFailure = onFailure;
    this.#sync = sync;
  }

  /** Something was committed. One sync at a time: what is committed meanwhile goes with the next one. */
  soon(): void {
    if (this.#state === 'idle') this.#begin();
    else if (this.#state === 'busy') this.#state = 'busy and more';
  }

  /** SQLite itself syncs all of it when it closes the database. */
  close(): void {
    const idle = this.#state === 'idle';
    this.#state = 'closed';
    if (idle) this.#release();
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
    if (more) this.#begin();
  }

  #release(): void {
    if (this.#fd !== null) close(this.#fd, () => {});
    this.#fd = null;
  }
}
