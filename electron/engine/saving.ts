import type { Problem } from '../../shared/domain/primitives.ts';
import type { Saving as State } from '../../shared/domain/saving.ts';
import type { EventHub } from './events.ts';
import type { Clock, Logger } from './ports.ts';
import { StoreError, type StoreProblem } from './store/errors.ts';

/** A few kilobytes each at the most: what a busy hour brings, and nothing that memory would notice. */
const MOST_HELD = 5_000;
const RETRY_MS = 5_000;
/** Written together: each is a transaction of its own, and the window does not wait for a thousand of them. */
const AT_ONCE = 20;
const PAUSE_MS = 20;

const HINTS: Partial<Record<StoreProblem, string>> = {
  disk_full: 'Free some space on the disk that holds the data folder.',
  read_only: 'Give your user write permission on the data folder and the files in it.',
  folder_not_writable: 'Give your user write permission on the data folder and the files in it.',
  disk_error: 'Look after the disk that holds the data folder: it may be full, removed or failing.',
  busy: 'Close any program that has pulse.db open.',
};
const ON_ITS_OWN = 'Pulse goes on watching, and saves what it found as soon as that works again.';

/** Whether an error says that the store can be read but not be written to: by no fault of what was to be written. */
export function cannotBeWritten(error: unknown): error is StoreError {
  return error instanceof StoreError && (error.problem.code as StoreProblem) in HINTS;
}

interface Held {
  work: () => void;
  results: number;
}

export interface SavingDeps {
  clock: Clock;
  log: Logger;
  events: EventHub;
}

/**
 * Writes what the engine finds by itself. While the disk is full, or the folder may not be written to, that is held in
 * memory and done in its order as soon as it works; what a user does fails at once instead, and says so.
 */
export class Saving {
  private readonly deps: SavingDeps;
  private held: Held[] = [];
  private lost = 0;
  private isPaused = false;
  private problem: Problem | null = null;
  private cancelRetry: (() => void) | null = null;

  constructor(deps: SavingDeps) {
    this.deps = deps;
  }

  get state(): State {
    const waiting = this.problem ? this.held.reduce((sum, { results }) => sum + results, 0) : 0;
    return { problem: this.problem, waiting, lost: this.lost };
  }

  /** Whether what comes is held for a moment: whoever writes now waits for the disk. */
  get paused(): boolean {
    return this.isPaused;
  }

  /**
   * Does work that writes so many results (and tells of them), now or later. It has to write all or nothing, and to look
   * anew at whether it is still wanted. Throws what has nothing to do with the disk.
   */
  do(work: () => void, results = 0): void {
    if (this.isPaused || this.held.length > 0) {
      this.hold({ work, results });
      return;
    }
    try {
      work();
    } catch (error) {
      if (!cannotBeWritten(error)) throw error;
      this.deps.log.error({ err: error }, 'What was found cannot be saved, and is held in memory');
      this.problem = problemFor(error);
      this.hold({ work, results });
      this.retryAfter(RETRY_MS);
    }
  }

  /** Holds what comes for a moment, which is no problem and nothing to tell. */
  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    if (this.held.length > 0 && this.cancelRetry === null) this.flush();
  }

  /** Tries once more to write what is held, the first of it. Returns whether nothing is held any more. */
  private flush(most = AT_ONCE): boolean {
    this.cancelRetry?.();
    this.cancelRetry = null;
    if (this.isPaused) return false;
    for (let done = 0; done < most && this.held.length > 0; done++) {
      const first = this.held[0] as Held;
      try {
        first.work();
      } catch (error) {
        if (cannotBeWritten(error)) {
          this.problem = problemFor(error);
          this.retryAfter(RETRY_MS);
          this.tell();
          return false;
        }
        this.deps.log.error({ err: error }, 'What was held in memory cannot be recorded');
      }
      this.held.shift();
    }
    if (this.held.length > 0) {
      this.retryAfter(PAUSE_MS);
      if (this.problem) this.tell();
      return false;
    }
    if (this.problem) {
      this.deps.log.info({ lost: this.lost }, 'What was held in memory is saved');
      this.problem = null;
      this.lost = 0;
      this.tell();
    }
    return true;
  }

  /** Tries for the last time. */
  stop(): void {
    this.isPaused = false;
    if (!this.flush(Number.POSITIVE_INFINITY))
      this.deps.log.error({ ...this.state }, 'What was held in memory is lost');
    this.cancelRetry?.();
  }

  private hold(held: Held): void {
    this.held.push(held);
    if (this.held.length > MOST_HELD) this.lost += this.held.shift()?.results ?? 0;
    if (this.problem) this.tell();
  }

  private retryAfter(ms: number): void {
    this.cancelRetry = this.deps.clock.after(ms, () => this.flush());
  }

  private tell(): void {
    this.deps.events.emit('saving.changed', this.state);
  }
}

function problemFor({ problem }: StoreError): Problem {
  return {
    ...problem,
    title: `Nothing can be saved. ${problem.title}`,
    hint: `${HINTS[problem.code as StoreProblem] ?? problem.hint} ${ON_ITS_OWN}`,
  };
}
