import { untilNextLook } from '../clock.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Saving } from '../saving.ts';
import type { StoreApi } from '../store/api.ts';
import { type Job, runInWorker } from '../store/worker-tasks.ts';

/** While it grows by the results of checks, hours go by until it is worth it: each look wakes the machine. */
const EVERY_MS = 30_000;
/** Once it is half as long as that, and at first. */
const SOON_MS = 5_000;
/** While somebody reads an older moment of the data, the log cannot begin anew: another look is of little use. */
const HELD_UP_MS = 30_000;
/** 32 MB, a quarter of what SQLite would do by itself: what is found waits for the disk then, so that comes seldom. */
const WORTH_PAGES = 8_000;

interface CheckpointDeps {
  store: Pick<StoreApi, 'space'>;
  /** What is found is held in memory for the moment in which the log begins anew. */
  saving: Pick<Saving, 'pause' | 'resume'>;
  folder: string;
  nativeBinding?: string | undefined;
  /** The store's worker, where it is not beside its own source: in a bundle. */
  worker?: string | undefined;
  clock: Clock;
  log: Logger;
  /** So many pages are worth a thread. */
  worthPages?: number;
}

/**
 * Has SQLite's log moved into the file, and begun anew, in a thread of its own. Left to itself, SQLite does it within
 * some write: tens of milliseconds for thousands of pages, in which neither the window nor a check gets its turn.
 */
export class Checkpoints {
  private readonly deps: CheckpointDeps;
  private cancel: (() => void) | null = null;
  private job: Job<boolean> | null = null;
  private running = false;

  constructor(deps: CheckpointDeps) {
    this.deps = deps;
  }

  start(): void {
    this.running = true;
    this.later(SOON_MS);
  }

  async stop(): Promise<void> {
    this.running = false;
    this.cancel?.();
    await this.job?.stop();
  }

  private later(ms: number): void {
    if (!this.running) return;
    const { clock } = this.deps;
    this.cancel = clock.after(untilNextLook(clock.now(), ms), () => void this.look());
  }

  private async look(): Promise<void> {
    const { store, saving, folder, nativeBinding, worker, log, worthPages = WORTH_PAGES } = this.deps;
    const { pages, moved } = store.space.log();
    if (pages < worthPages || moved === pages) return this.later(pages < worthPages / 2 ? EVERY_MS : SOON_MS);
    // The log is about to be begun anew: whoever writes then waits for the disk.
    const hold = () => saving.pause();
    this.job = runInWorker({ do: 'checkpoint', folder, nativeBinding }, worker, hold);
    try {
      this.later((await this.job.done) ? EVERY_MS : HELD_UP_MS);
    } catch (error) {
      // SQLite does it within a write, then, before the log becomes much larger.
      if (this.running) log.warn({ err: error }, "The store's log could not be moved into its file");
      this.later(HELD_UP_MS);
    } finally {
      this.job = null;
      saving.resume();
    }
  }
}
