import type pg from 'pg';
import type { Clock } from '../ports.ts';
import type { FailureContext } from './api.ts';
import { destroy, type Link, type Target } from './connect.ts';
import { explain } from './errors.ts';
import { type OpenEntry, openEntry, outcomeOf, type RecordQuery } from './log-entry.ts';
import { RoundTrips } from './round-trips.ts';
import { within } from './within.ts';

/** Pulse's own statements take microseconds; when there is no answer after this long, there will be none. */
const ASK_TIMEOUT_MS = 5_000;
const GOODBYE_MS = 1_000;
/**
 * What one of Pulse's own statements can have cost the server at most. The rest of a long wait was a network or a
 * server that was away, and charging it would stop all checks for a quarter of an hour after every restart.
 */
const ASK_MOST_BUSY_MS = 50;

export type Row = Record<string, string | null>;

/** A logged-in connection on which Pulse's own statements run, in one round trip and in the query log. */
export class Channel {
  readonly link: Link;
  readonly target: Target;
  readonly clock: Clock;
  readonly #record: RecordQuery;
  readonly #roundTrips = new RoundTrips();
  #usable = true;

  constructor(link: Link, target: Target, clock: Clock, record: RecordQuery) {
    this.link = link;
    this.target = target;
    this.clock = clock;
    this.#record = record;
    const lost = () => {
      this.#usable = false;
    };
    link.client.on('error', lost);
    link.client.on('end', lost);
  }

  /** False once the connection broke or was given up. */
  get usable(): boolean {
    return this.#usable;
  }

  get context(): FailureContext {
    const { host, port, database, user } = this.target;
    return { host, port, database, user };
  }

  entry(statement: { sql: string; reason: string; checkId?: number | null }): OpenEntry {
    return openEntry(this.clock, this.#record, statement, (ms) => this.#roundTrips.busyMs(ms));
  }

  /**
   * Sends a text of Pulse's own, which may hold several statements, and returns the rows of each. The envelope of
   * every single check would bury the log, so with `quiet` only a failure is recorded. Throws `ReplicaError`.
   */
  async ask(text: string, reason: string, quiet = false): Promise<Row[][]> {
    const entry = this.entry({ sql: text, reason });
    try {
      const pending: Promise<unknown> = this.link.client.query(text);
      if (!(await within(this.clock, ASK_TIMEOUT_MS, pending))) {
        this.discard();
        throw new Error('The server gave no answer: timed out.');
      }
      const results = [await pending].flat() as pg.QueryResult<Row>[];
      const rows = results.map((result) => result.rows);
      if (quiet) this.#roundTrips.note(entry.elapsed());
      else entry.write({ rows: rows.flat().length, outcome: 'ok' }, ASK_MOST_BUSY_MS);
      return rows;
    } catch (error) {
      const failure = explain(error, this.context);
      entry.write(outcomeOf(failure, null), ASK_MOST_BUSY_MS);
      throw failure;
    }
  }

  /** Says good-bye to the server. Never throws. */
  async end(): Promise<void> {
    if (this.#usable) {
      this.#usable = false;
      const goodbye: Promise<unknown> = this.link.client.end();
      await within(this.clock, GOODBYE_MS, goodbye);
    }
    destroy(this.link.client);
  }

  /** Gives the connection up without a word. */
  discard(): void {
    this.#usable = false;
    destroy(this.link.client);
  }
}
