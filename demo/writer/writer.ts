/**
 * Keeps the shop changing: every second, each stream that is due writes in a transaction of its own, so that one
 * that cannot (its table is locked, a column is gone) holds up nobody else. What a stream could not write it
 * makes up for later, with the times at which it should have happened.
 */
import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Query, Stream } from '../shop/area.ts';
import { noise, rhythm, writerPace } from '../shop/rhythm.ts';
import { makeRandom } from './random.ts';

const TICK_MS = 1000;
const LOCK_TIMEOUT_MS = 250;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 10_000;
/** After a longer gap (the laptop slept) the missing time stays missing. */
const CATCH_UP_MS = 3_600_000;
const CATCH_UP_BATCHES = 120;

export interface WriterOptions {
  connection: pg.ClientConfig;
  streams: readonly Stream[];
  scale: number;
  seed: number;
  /** Where the seeded history ends. */
  from: Date;
}

interface StreamState {
  stream: Stream;
  /** What happened until then is written. */
  until: number;
  /** How much of the next occurrence is due already. */
  owed: number;
  retryAt: number;
  failures: number;
}

/** Emits 'problem' (stream name, error) when a stream could not write; it will try again. */
export class Writer extends EventEmitter<{ problem: [stream: string, error: Error] }> {
  /** Active faults by name. Streams that a fault concerns look it up here. */
  readonly twists = new Set<string>();
  readonly #options: WriterOptions;
  readonly #states: StreamState[];
  readonly #random: () => number;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = true;
  readonly #held = new Map<string, number>();

  constructor(options: WriterOptions) {
    super();
    this.#options = options;
    this.#random = makeRandom(options.seed);
    this.#states = options.streams.map((stream) => ({
      stream,
      until: options.from.getTime(),
      owed: 0,
      retryAt: 0,
      failures: 0,
    }));
  }

  get running(): boolean {
    return !this.#stopped;
  }

  /** Writes what happened since the seed ended, and goes on from there. */
  async start(): Promise<void> {
    if (!this.#stopped) return;
    this.#stopped = false;
    await this.#tick();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
    await this.#client?.end().catch(() => {});
    this.#client = undefined;
  }

  /** Stops the streams of a table until they are released; several may ask for it. */
  hold(table: string): void {
    this.#held.set(table, (this.#held.get(table) ?? 0) + 1);
  }

  /** Lets them go on; what was not written meanwhile is made up for. */
  release(table: string): void {
    const left = (this.#held.get(table) ?? 0) - 1;
    if (left > 0) this.#held.set(table, left);
    else this.#held.delete(table);
  }

  /** Runs `work` while nothing is being written; afterwards every stream may try again at once. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#round.then(work);
    this.#round = result.then(
      () => {},
      () => {},
    );
    try {
      return await result;
    } finally {
      for (const state of this.#states) state.retryAt = 0;
    }
  }

  async #tick(): Promise<void> {
    const started = Date.now();
    this.#round = this.#round.then(() => this.#writeAll());
    await this.#round;
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.#tick(), Math.max(50, started + TICK_MS - Date.now()));
  }

  async #writeAll(): Promise<void> {
    const now = Date.now();
    for (const state of this.#states) {
      if (this.#stopped) return;
      if (now < state.retryAt || this.#held.has(state.stream.table)) continue;
      const { at, owed } = this.#due(state, now);
      try {
        if (at.length > 0) await this.#write(state.stream, at);
        state.until = now;
        state.owed = owed;
        state.failures = 0;
      } catch (error) {
        const wait = Math.min(FIRST_RETRY_MS * 2 ** state.failures, LAST_RETRY_MS);
        state.failures += 1;
        state.retryAt = Date.now() + wait;
        this.emit('problem', state.stream.name, error as Error);
      }
    }
  }

  /** The moments since the last write at which something of this stream happened. */
  #due(state: StreamState, now: number): { at: Date[]; owed: number } {
    const { pace } = state.stream;
    if ('everySeconds' in pace) {
      const period = pace.everySeconds * 1000;
      const last = Math.floor(now / period);
      const first = Math.max(Math.floor(state.until / period) + 1, last - CATCH_UP_BATCHES + 1);
      const at: Date[] = [];
      for (let mark = first; mark <= last; mark++) at.push(new Date(mark * period));
      return { at, owed: 0 };
    }
    const from = Math.max(state.until, now - CATCH_UP_MS);
    const perMinute = writerPace(pace.perMinute, this.#options.scale);
    const due =
      state.owed +
      (((now - from) / 60_000) * perMinute * (rhythm(from) + rhythm(now)) * noise(this.#random)) / 2;
    const count = Math.floor(due);
    const step = (now - from) / Math.max(1, count);
    const at = Array.from({ length: count }, (_, i) => new Date(from + (i + this.#random()) * step));
    return { at, owed: due - count };
  }

  async #write(stream: Stream, at: readonly Date[]): Promise<void> {
    const client = await this.#connected();
    const query: Query = (sql, values = []) => client.query(sql, [...values]);
    await stream.write({
      at,
      query,
      transaction: async (work) => {
        await client.query('begin');
        try {
          await work(query);
          await client.query('commit');
        } catch (error) {
          await client.query('rollback').catch(() => {});
          throw error;
        }
      },
      twists: this.twists,
      random: this.#random,
    });
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client !== undefined) return this.#client;
    const client = new pg.Client({ ...this.#options.connection, application_name: 'shop' });
    const forget = () => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on('error', forget);
    client.on('end', forget);
    await client.connect();
    await client.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
    this.#client = client;
    return client;
  }
}
