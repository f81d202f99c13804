import { isDeepStrictEqual } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../ports.ts';
import { ProblemError } from '../problem.ts';
import type { KnownNames } from './contradictions.ts';
import type { Parsed } from './parse-yaml.ts';

export interface Assignment {
  text: string;
  known: KnownNames;
}

interface Reading extends Assignment {
  parsed: Promise<Parsed>;
}

/** In the sources; a bundle says where it has put it. */
const WORKER = new URL('./worker.ts', import.meta.url);

/** For so long somebody may look at a difference, and then apply it without its file being read again. */
const KEPT_MS = 600_000;

/**
 * Reads configuration files, each in a thread of its own: a file of thousands of tables takes seconds, for which neither
 * checks nor the window should wait. What was read last is kept for a while: who looks at it mostly applies it.
 */
export class ConfigurationReader {
  readonly #clock: Clock;
  readonly #workerFile: string | URL;
  readonly #threads = new Set<Worker>();
  #last: Reading | null = null;
  #cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, workerFile: string | URL = WORKER) {
    this.#clock = clock;
    this.#workerFile = workerFile;
  }

  /** Rejects when the thread ended before it had an answer. */
  read(text: string, known: KnownNames): Promise<Parsed> {
    const last = this.#last;
    if (last?.text === text && isDeepStrictEqual(last.known, known)) return last.parsed;
    const reading = { text, known, parsed: this.#parse({ text, known }) };
    this.forget();
    this.#last = reading;
    this.#cancelTimer = this.#clock.after(KEPT_MS, () => this.forget());
    reading.parsed.catch(() => {
      if (this.#last === reading) this.forget();
    });
    return reading.parsed;
  }

  /** What was read last is not needed again. */
  forget(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#last = null;
  }

  /** Ends what is being read. */
  async close(): Promise<void> {
    this.forget();
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }

  #parse(workerData: Assignment): Promise<Parsed> {
    const thread = new Worker(this.#workerFile, { workerData });
    this.#threads.add(thread);
    return new Promise<Parsed>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => {
        this.#threads.delete(thread);
        reject(interrupted());
      });
    });
  }
}

function interrupted(): ProblemError {
  return new ProblemError({
    code: 'interrupted',
    title: 'Pulse stopped before it had read the file.',
    hint: 'Nothing was changed. Try again.',
  });
}
