import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import type { Clock, Logger } from '../ports.ts';
import type { NewQuery } from '../store/api.ts';
import type { Closing, QueryResult, ReplicaApi, RunningStatement, ServerFacts, Statement } from './api.ts';
import { explain, notAReplica, ReplicaError } from './errors.ts';
import type { ServerIdentity } from './guard.ts';
import { IDLE_SESSION_MS } from './guard-settings.ts';
import {
  type CaughtUp,
  isInFlight,
  LAG_AND_PRESSURE_SQL,
  LAG_SQL,
  type LagSample,
  lagAtSecondLook,
  lagOf,
  readLagSample,
  rememberCaughtUp,
} from './lag.ts';
import type { QueryCost } from './log-entry.ts';
import { assertReads } from './only-reads.ts';
import { PRESSURE_COLUMNS, type PressureSample, readPressure } from './pressure.ts';
import { type Opening, Session } from './session.ts';
import { Slots } from './slots.ts';
import { pause } from './within.ts';

/** More than two are never opened, whatever a policy says. */
const MOST_SESSIONS = 2;
const SECOND_LOOK_MS = 250;

const STARTED_AND_VERSION = `pg_catalog.current_setting('server_version'),
  extract(epoch FROM pg_catalog.clock_timestamp())::float8 AS at,
  extract(epoch FROM pg_catalog.pg_postmaster_start_time())::text AS server`;

/** What one look at a server brought. */
interface Look {
  server: ServerIdentity;
  /** Null on a server that is no standby, or one that does not say. */
  sample: LagSample | null;
  pressure: PressureSample | null;
}

export interface ReplicaDeps {
  /** Asked for at every login. Null: there is none. */
  password: () => Promise<string | null>;
  clock: Clock;
  log: Logger;
  /** Every statement that was sent, when it is over, and the milliseconds for which it kept the server busy. */
  onQuery: (entry: NewQuery, cost: QueryCost) => void;
  /** Hears how far each session has come while it is opened. */
  onOpening?: (opening: Opening) => void;
  /** The server was seen in recovery before, through another object: it is no stand-in, whatever its owner says. */
  wasReplica?: boolean;
}

/** A replica and the at most two guarded sessions to it. docs/safety.md says what it promises. */
export class Replica implements ReplicaApi {
  readonly #config: ConnectionConfig;
  readonly #deps: ReplicaDeps;
  readonly #slots: Slots;
  readonly #sessions = new Set<Session>();
  /** Sessions without work, the most recently used last, with what calls off their closing. */
  readonly #idle = new Map<Session, () => void>();
  readonly #opening = new Set<Promise<unknown>>();
  readonly #abort = new AbortController();
  #closing: Promise<Closing> | null = null;
  #facts: ServerFacts | null = null;
  #encrypted: boolean | null = null;
  #wasReplica: boolean;
  #caughtUp: CaughtUp | null = null;
  #hidesPressure = false;

  constructor(config: ConnectionConfig, deps: ReplicaDeps) {
    this.#config = config;
    this.#deps = deps;
    this.#wasReplica = deps.wasReplica ?? false;
    this.#slots = new Slots(Math.max(1, Math.min(MOST_SESSIONS, config.policy.maxConcurrency)));
  }

  get facts(): ServerFacts | null {
    return this.#facts;
  }

  /** Whether the last session that was opened is encrypted; null before the first. */
  get encrypted(): boolean | null {
    return this.#encrypted;
  }

  async probe(): Promise<ServerFacts> {
    const look = await this.#look();
    const { sample, server } = look;
    if (sample === null) {
      this.#facts = factsOf(server, null, look.pressure);
      return this.#facts;
    }
    this.#caughtUp = rememberCaughtUp(sample, this.#caughtUp);
    let lag = lagOf(sample, this.#caughtUp);
    if (isInFlight(sample, lag)) {
      await pause(this.#deps.clock, SECOND_LOOK_MS);
      const { sample: second } = await this.#look();
      if (second) {
        this.#caughtUp = rememberCaughtUp(second, this.#caughtUp);
        lag = lagAtSecondLook(sample, second, this.#caughtUp);
      }
    }
    this.#facts = factsOf(server, lag, look.pressure);
    return this.#facts;
  }

  async query(statement: Statement): Promise<QueryResult> {
    assertReads(statement.sql);
    return this.#run(() => statement);
  }

  running(): RunningStatement[] {
    return [...this.#sessions].flatMap((session) => session.running ?? []);
  }

  async cancel(runningId: number): Promise<boolean | null> {
    const session = [...this.#sessions].find(({ running }) => running?.id === runningId);
    return (await session?.cancel()) ?? null;
  }

  close(): Promise<Closing> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<Closing> {
    this.#slots.close(closed);
    this.#abort.abort();
    for (const callOff of this.#idle.values()) callOff();
    this.#idle.clear();
    const ended = await Promise.all([...this.#sessions].map((session) => session.close()));
    await Promise.allSettled(this.#opening);
    const cancelled = ended.filter((confirmed) => confirmed !== null);
    return { cancelled: cancelled.length, confirmed: cancelled.filter(Boolean).length };
  }

  /** Asks a server for its lag, if it is a standby, and how hard it works: as far as it says. */
  async #look(): Promise<Look> {
    let server: ServerIdentity = { inRecovery: false, version: '', versionNum: 0 };
    const ask = (onStandby: string, elsewhere: string) =>
      this.#run((session) => {
        server = session.server;
        return server.inRecovery
          ? { sql: onStandby, reason: 'Role, replication lag and load' }
          : { sql: elsewhere, reason: 'Role, version and load' };
      });
    const readLag = (result: QueryResult) => (server.inRecovery ? readLagSample(result) : null);
    if (!this.#hidesPressure) {
      try {
        const result = await ask(LAG_AND_PRESSURE_SQL, `SELECT ${STARTED_AND_VERSION}, ${PRESSURE_COLUMNS}`);
        return { server, sample: readLag(result), pressure: readPressure(result) };
      } catch (error) {
        this.#assertWithheld(error);
        this.#hidesPressure = true;
      }
    }
    try {
      const result = await ask(LAG_SQL, `SELECT ${STARTED_AND_VERSION}`);
      return { server, sample: readLag(result), pressure: null };
    } catch (error) {
      this.#assertWithheld(error);
      return { server, sample: null, pressure: null };
    }
  }

  /** Some managed services leave such functions out. That is no reason to call the replica unreachable. */
  #assertWithheld(error: unknown): void {
    if (!(error instanceof ReplicaError) || (error.kind !== 'sql' && error.kind !== 'permission'))
      throw error;
    this.#deps.log.debug({ problem: error.problem }, 'The replica does not tell its lag or its load');
  }

  /** Runs one statement in its own transaction, in whichever session is free. */
  async #run(choose: (session: Session) => Statement): Promise<QueryResult> {
    await this.#slots.take();
    try {
      const [session, statement] = await this.#begin(choose);
      try {
        return await session.execute(statement);
      } finally {
        await session.rollback(statement);
        this.#putBack(session);
      }
    } catch (error) {
      throw this.#failure(error);
    } finally {
      this.#slots.give();
    }
  }

  /** A session with the statement's transaction open. One that broke while it was idle is replaced quietly. */
  async #begin(choose: (session: Session) => Statement): Promise<[Session, Statement]> {
    for (;;) {
      const idle = this.#takeIdle();
      const session = idle ?? (await this.#open());
      const statement = choose(session);
      try {
        await session.begin(statement);
        return [session, statement];
      } catch (error) {
        this.#sessions.delete(session);
        const brokeWhileIdle = idle !== null && error instanceof ReplicaError && error.kind === 'unreachable';
        if (!brokeWhileIdle || this.#closing) throw error;
      }
    }
  }

  async #open(): Promise<Session> {
    const config = this.#config;
    const { password, clock, onOpening } = this.#deps;
    const opening = Session.open({
      config,
      password,
      clock,
      record: (entry, cost) => this.#record({ ...entry, connectionId: config.id }, cost),
      judgeRole: (inRecovery, server) => this.#judgeRole(inRecovery, server),
      signal: this.#abort.signal,
      onOpening,
    });
    this.#opening.add(opening);
    try {
      const session = await opening;
      this.#encrypted = session.encrypted;
      if (this.#closing) {
        await session.close();
        throw closed();
      }
      this.#sessions.add(session);
      return session;
    } finally {
      this.#opening.delete(opening);
    }
  }

  /** Only a server in recovery may be asked, or one that its owner named as a stand-in and that never was one. */
  #judgeRole(inRecovery: boolean, server: ServerIdentity | null): ReplicaError | null {
    if (inRecovery) {
      this.#wasReplica = true;
      return null;
    }
    if (this.#config.standIn !== null && !this.#wasReplica) return null;
    const { version, versionNum } = server ?? this.#facts ?? { version: '', versionNum: 0 };
    this.#facts = {
      role: 'primary',
      version,
      versionNum,
      lagSeconds: null,
      pressure: null,
      hotStandbyFeedback: null,
    };
    return notAReplica(this.#config, this.#wasReplica);
  }

  #takeIdle(): Session | null {
    for (const session of [...this.#idle.keys()].reverse()) {
      this.#idle.get(session)?.();
      this.#idle.delete(session);
      if (session.usable) return session;
      this.#drop(session);
    }
    return null;
  }

  #putBack(session: Session): void {
    if (!session.usable || this.#closing) {
      this.#drop(session);
      return;
    }
    const callOff = this.#deps.clock.after(IDLE_SESSION_MS, () => {
      this.#idle.delete(session);
      this.#drop(session);
    });
    this.#idle.set(session, callOff);
  }

  #drop(session: Session): void {
    void session.close().finally(() => this.#sessions.delete(session));
  }

  /** What a log cannot take must not look like a failure of the replica. */
  #record(entry: NewQuery, cost: QueryCost): void {
    try {
      this.#deps.onQuery(entry, cost);
    } catch (error) {
      this.#deps.log.error({ err: error }, 'A query could not be logged');
    }
  }

  #failure(error: unknown): Error {
    // A parameter that is none is a defect of the caller's.
    if (error instanceof TypeError || error instanceof RangeError) return error;
    const failure = this.#closing ? closed(error) : explain(error, this.#config);
    if (failure.kind === 'not_a_replica') {
      // What one session has seen is true for the other.
      for (const [session, callOff] of this.#idle) {
        callOff();
        this.#drop(session);
      }
      this.#idle.clear();
    }
    return failure;
  }
}

function factsOf(
  { version, versionNum, inRecovery }: ServerIdentity,
  lagSeconds: number | null,
  load: PressureSample | null,
): ServerFacts {
  return {
    version,
    versionNum,
    role: inRecovery ? 'replica' : 'stand_in',
    lagSeconds,
    pressure: load && { ...load.pressure, lagSeconds },
    hotStandbyFeedback: inRecovery ? (load?.hotStandbyFeedback ?? null) : null,
  };
}

function closed(error?: unknown): ReplicaError {
  if (error instanceof ReplicaError && error.kind === 'cancelled') return error;
  return new ReplicaError('cancelled', {
    code: 'stopped',
    title: 'Pulse stopped the query.',
    hint: 'The connection was paused, changed or closed.',
  });
}
