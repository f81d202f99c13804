import { Worker } from 'node:worker_threads';
import { ProblemError } from '../../problem.ts';
import type { JobInput, JobName, JobOutput } from './jobs.ts';
import type { Answer, Question, ReaderPlace } from './messages.ts';

/** In the sources; a bundle says where it has put it. */
const WORKER = new URL('./worker.ts', import.meta.url);

interface Waiting {
  resolve(output: unknown): void;
  reject(error: Error): void;
}

/** A thread that nobody asks anything costs some megabytes; to start it again takes a few hundredths of a second. */
const IDLE_MS = 30_000;

export interface ReaderOptions extends ReaderPlace {
  /** The thread's program, where it is not beside this source: in a bundle. */
  workerFile?: string | undefined;
  /** How long the thread is kept without a question. Milliseconds. */
  idleMs?: number | undefined;
}

/**
 * Long reads of the store in a thread of their own, so that neither a write nor the window waits for them. The
 * thread has its own connection, opened for reading: SQLite's log lets it read while the engine writes. It starts
 * with a question, ends when none has come for a while, and does not keep the process alive.
 * What it can be asked for is in `jobs.ts`.
 */
export class StoreReader {
  readonly #options: ReaderOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Rejects with the `ProblemError` that the job threw, or `reader_stopped` when the thread ended before it did. */
  run<N extends JobName>(job: N, input: JobInput<N>): Promise<JobOutput<N>> {
    if (this.#closed) return Promise.reject(stopped());
    const id = ++this.#lastId;
    return new Promise<JobOutput<N>>((resolve, reject) => {
      clearTimeout(this.#idle);
      this.#waiting.set(id, { resolve: (output) => resolve(output as JobOutput<N>), reject });
      this.#started().postMessage({ id, job, input } satisfies Question);
    });
  }

  /** Ends the thread, in the middle of a job if need be: it only reads. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  #started(): Worker {
    if (this.#worker) return this.#worker;
    const { workerFile = WORKER, folder, migrationsFolder, nativeBinding } = this.#options;
    const workerData: ReaderPlace = { folder, migrationsFolder, nativeBinding };
    const worker = new Worker(workerFile, { workerData });
    worker.unref();
    worker.on('message', (answer: Answer) => this.#settle(answer));
    // An error ends the thread, and `exit` follows; without a listener it would end the process.
    worker.on('error', (error) => this.#lose(worker, error));
    worker.on('exit', () => this.#lose(worker, stopped()));
    this.#worker = worker;
    return worker;
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#endLater();
    if (answer.ok) waiting?.resolve(answer.output);
    else waiting?.reject(answer.problem ? new ProblemError(answer.problem) : new Error(answer.message));
  }

  #endLater(): void {
    const { idleMs = IDLE_MS } = this.#options;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      const worker = this.#worker;
      // The next question starts another one, whether or not this one is gone by then.
      this.#worker = null;
      void worker?.terminate();
    }, idleMs).unref();
  }

  #lose(worker: Worker, reason: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const error = reason instanceof Error ? reason : stopped();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function stopped(): ProblemError {
  return new ProblemError({
    code: 'reader_stopped',
    title: 'Pulse stopped reading its history before it had the answer.',
    hint: 'Try again.',
  });
}
