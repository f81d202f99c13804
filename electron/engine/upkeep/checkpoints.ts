import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Logger } from '../ports.ts';
import { STORE_FILE } from '../store/place.ts';
import { type Job, runInWorker } from '../store/worker-tasks.ts';

const EVERY_MS = 5_000;
/** While somebody reads an older moment of the data, the log cannot begin anew: another look is of little use. */
const HELD_UP_MS = 30_000;
/** A thread for less would cost more than it spares. */
const WORTH_BYTES = 4 * 1024 * 1024;

interface CheckpointDeps {
  folder: string;
  nativeBinding?: string | undefined;
  /** The store's worker, where it is not beside its own source: in a bundle. */
  worker?: string | undefined;
  clock: Clock;
  log: Logger;
}

/**
 * Has SQLite's log moved into the file in a thread of its own. Left to itself, SQLite does it within some write: tens of
 * milliseconds for thousands of pages, in which neither the window nor a check gets its turn.
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
    this.later(EVERY_MS);
  }

  async stop(): Promise<void> {
    this.running = false;
    this.cancel?.();
    await this.job?.stop();
  }

  private later(ms: number): void {
    if (this.running) this.cancel = this.deps.clock.after(ms, () => void this.look());
  }

  private async look(): Promise<void> {
    if (this.logBytes() < WORTH_BYTES) return this.later(EVERY_MS);
    const { folder, nativeBinding, worker, log } = this.deps;
    this.job = runInWorker({ do: 'checkpoint', folder, nativeBinding }, worker);
    try {
      this.later((await this.job.done) ? EVERY_MS : HELD_UP_MS);
    } catch (error) {
      // SQLite does it within a write, then, before the log becomes much larger.
      if (this.running) log.warn({ err: error }, "The store's log could not be moved into its file");
      this.later(HELD_UP_MS);
    } finally {
      this.job = null;
    }
  }

  private logBytes(): number {
    return statSync(join(this.deps.folder, `${STORE_FILE}-wal`), { throwIfNoEntry: false })?.size ?? 0;
  }
}
