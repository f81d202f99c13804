import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { Clock } from '../ports.ts';
import type { QueryResult, RunningStatement, Statement } from './api.ts';
import { Channel } from './channel.ts';
import { type Approach, connect } from './connect.ts';
import { type Ending, endStatement } from './end-statement.ts';
import { explain, lostWhileRunning, stoppedByPulse } from './errors.ts';
import { Guard, type RoleJudge, type ServerIdentity, unsafe } from './guard.ts';
import { outcomeOf, type RecordQuery } from './log-entry.ts';
import { BoundedStatement } from './statement.ts';

/** The server's own timeout comes first; this much later the client stops relying on it. */
const GRACE_MS = 400;
/**
 * What a statement is charged with at most whose end nobody saw: it waited for a network or a server that was away
 * longer than it can have kept the server busy.
 */
const LOST_MOST_BUSY_MS = 1_000;
const MAX_ROWS = 10_000;

/** How far the opening of a session has come. */
export type Opening = Approach | { at: 'logged_in' } | { at: 'guarded'; server: ServerIdentity };

/** Numbers of statements in flight, of all sessions. */
let lastRunning = 0;

export interface SessionOptions {
  config: ConnectionConfig;
  password: () => Promise<string | null>;
  clock: Clock;
  record: RecordQuery;
  judgeRole: RoleJudge;
  /** Gives up while the session is being opened. */
  signal: AbortSignal;
  onOpening?: ((opening: Opening) => void) | undefined;
}

/**
 * One guarded session. It runs one statement at a time, each in a READ ONLY transaction that is rolled back:
 * `begin`, `execute`, `rollback`. After any doubt it is not `usable` any more, and never becomes so again.
 */
export class Session {
  readonly #options: SessionOptions;
  readonly #channel: Channel;
  readonly #guard: Guard;
  #stopRunning: ((why: 'cancelled' | 'by_hand') => Promise<boolean>) | null = null;
  #running: RunningStatement | null = null;
  #stopping = false;

  /** Connects and proves that the session is harmless. Throws `ReplicaError`, and leaves no session then. */
  static async open(options: SessionOptions): Promise<Session> {
    const { config, password, clock, record, judgeRole, signal, onOpening } = options;
    const link = await connect(config, password, signal, onOpening);
    const channel = new Channel(link, config, clock, record);
    const giveUp = () => channel.discard();
    signal.addEventListener('abort', giveUp);
    try {
      signal.throwIfAborted();
      onOpening?.({ at: 'logged_in' });
      const guard = await Guard.prove(channel, config.policy, judgeRole);
      onOpening?.({ at: 'guarded', server: guard.server });
      return new Session(options, channel, guard);
    } catch (error) {
      await channel.end();
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  private constructor(options: SessionOptions, channel: Channel, guard: Guard) {
    this.#options = options;
    this.#channel = channel;
    this.#guard = guard;
  }

  get usable(): boolean {
    return this.#channel.usable && !this.#stopping;
  }

  /** What the server works on for this session, without the guard's own statements. */
  get running(): RunningStatement | null {
    return this.#running;
  }

  get server(): ServerIdentity {
    return this.#guard.server;
  }

  get encrypted(): boolean {
    return this.#channel.link.encryption !== null;
  }

  /** Opens the transaction for a statement, after proving again where the session is. Throws `ReplicaError`. */
  async begin(statement: Statement): Promise<void> {
    try {
      await this.#guard.begin(statement.reason, this.#timeoutOf(statement));
    } catch (error) {
      await this.#channel.end();
      throw error;
    }
  }

  /**
   * Runs the statement. Its time limit is kept on this side, too, where it ends with a real cancel request and the
   * server's confirmation. Throws `ReplicaError`.
   */
  async execute(statement: Statement): Promise<QueryResult> {
    if (this.#stopping) throw stoppedByPulse('cancelled', 0, true);
    const { clock } = this.#options;
    const { client } = this.#channel.link;
    const running = new BoundedStatement(
      statement.sql,
      statement.params ?? [],
      statement.maxRows ?? MAX_ROWS,
    );
    const timeoutMs = this.#timeoutOf(statement);
    const entry = this.#channel.entry(statement);
    let why: 'timeout' | 'cancelled' | 'by_hand' = 'timeout';
    let ending: Promise<Ending> | undefined;
    const gone = Promise.withResolvers<void>();
    const stop = async (reason: typeof why) => {
      if (ending === undefined) {
        why = reason;
        ending = this.#end(running.done);
      }
      const { confirmed } = await ending;
      gone.resolve();
      return confirmed;
    };
    const callOff = clock.after(timeoutMs + GRACE_MS, () => void stop('timeout'));
    this.#stopRunning = stop;
    const { sql, reason, checkId = null } = statement;
    this.#running = { id: ++lastRunning, sql, reason, checkId, startedAt: clock.now() };
    client.query(running);
    try {
      const answer = await Promise.race([running.done, gone.promise]);
      if (!answer) throw stoppedByPulse(why, timeoutMs, false);
      if (client.getTransactionStatus() !== 'T') throw unsafe('the transaction', this.#channel.context);
      const durationMs = entry.elapsed();
      entry.write({ rows: answer.rows.length, outcome: 'ok', durationMs });
      return { ...answer, durationMs };
    } catch (error) {
      const elapsedMs = entry.elapsed();
      const ended = (await ending) ?? null;
      const failure =
        ended === null
          ? explain(error, { ...this.#channel.context, timeoutMs, elapsedMs })
          : stoppedByPulse(why, timeoutMs, ended.confirmed);
      const lost = failure.kind === 'unreachable' || ended?.unreachable != null;
      entry.write(outcomeOf(failure, ended?.confirmed ?? null), lost ? LOST_MOST_BUSY_MS : undefined);
      if (failure.problem.code === 'guard_not_kept') this.#channel.discard();
      if (why === 'timeout' && ended?.unreachable) throw lostWhileRunning(ended.unreachable);
      throw failure;
    } finally {
      callOff();
      this.#stopRunning = null;
      this.#running = null;
      // A cancel request could still be on its way, and hit whatever this backend does next.
      if (ending !== undefined) this.#channel.discard();
    }
  }

  /** Ends the transaction. Never throws: a session that cannot do this is given up. */
  async rollback(statement: Statement): Promise<void> {
    if (!this.#channel.usable) return;
    try {
      await this.#guard.rollback(statement.reason);
    } catch {
      this.#channel.discard();
    }
  }

  /**
   * Cancels what is running and ends the session. Resolves to whether the server confirmed that the statement is over;
   * null when none was running. Never rejects.
   */
  async close(): Promise<boolean | null> {
    this.#stopping = true;
    const confirmed = (await this.#stopRunning?.('cancelled')) ?? null;
    await this.#channel.end();
    return confirmed;
  }

  /**
   * Cancels what is running, and only that. Resolves to whether the server confirmed that it is over; null when nothing
   * was running. Never rejects.
   */
  async cancel(): Promise<boolean | null> {
    return (await this.#stopRunning?.('by_hand')) ?? null;
  }

  #timeoutOf({ timeoutMs }: Statement): number {
    const most = this.#guard.statementTimeoutMs;
    return timeoutMs === undefined ? most : Math.max(1, Math.min(most, Math.ceil(timeoutMs)));
  }

  #end(done: Promise<unknown>): Promise<Ending> {
    const { config: target, password, clock, record } = this.#options;
    const { link } = this.#channel;
    return endStatement({ target, password, clock, record, link, backend: this.#guard.backend, done });
  }
}
