import { isDeepStrictEqual } from 'node:util';
import type { ConnectionConfig, ConnectionStatus } from '../../../shared/domain/connection.ts';
import type { EpochMs, Problem } from '../../../shared/domain/primitives.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Closing, ReplicaApi, ReplicaFailure, ServerFacts } from '../replica/api.ts';
import { ReplicaError } from '../replica/errors.ts';

/** After waking up, failures are not held against a replica for this long: the network needs a moment. */
const WAKE_GRACE_MS = 60_000;

/** Refusals that servers and directories count: after a handful in half an hour, many lock the account. */
const COUNTED = new Set(['wrong_password', 'no_such_user']);

/** Milliseconds to the next attempt after so many failures in a row. */
function retryDelay({ kind, problem }: ReplicaFailure, failures: number): number {
  if (kind === 'auth' && COUNTED.has(problem.code))
    return Math.min(1_800_000, 60_000 * 4 ** Math.min(failures - 1, 3));
  // Many an SSH host shuts out whoever fails five times in ten minutes; a key may be added to the agent any time.
  if (problem.code === 'ssh_denied') return failures === 1 ? 60_000 : 300_000;
  // A primary must hardly notice us.
  if (kind === 'auth' || kind === 'not_a_replica') return 60_000;
  return Math.min(60_000, 5_000 * 2 ** Math.min(failures - 1, 4));
}

export interface KeeperDeps {
  clock: Clock;
  log: Logger;
  /** `wasReplica`: the server was seen in recovery before, so that it is no stand-in now. */
  makeReplica(config: ConnectionConfig, wasReplica: boolean): ReplicaApi;
  /** The status, facts or problem changed. */
  onChange(): void;
  /** Usable now, and was not before. */
  onReady(): void;
  /** An attempt ended; null means that it went well. Not called during the grace after waking up. */
  onAttempt(failure: ReplicaFailure | null): void;
  /** The server told of itself anew. */
  onFacts(facts: ServerFacts): void;
}

/** Keeps one connection usable: connects, watches its role and lag, and comes back with growing pauses. */
export class ConnectionKeeper {
  config: ConnectionConfig;
  status: ConnectionStatus = 'connecting';
  problem: Problem | null = null;
  since: EpochMs;
  facts: ServerFacts | null = null;
  replica: ReplicaApi;
  private readonly deps: KeeperDeps;
  private factsAt = 0;
  private failures = 0;
  private graceUntil = 0;
  /** The one under way. That of a replica that was replaced says nothing of the new one. */
  private attempt: { replica: ReplicaApi; ended: Promise<boolean> } | null = null;
  private cancelRetry: (() => void) | null = null;
  private closed = false;
  private wasReplica = false;
  /** Whether watching has begun: until then, changed settings are no reason to connect. */
  private begun = false;

  constructor(config: ConnectionConfig, deps: KeeperDeps) {
    this.config = config;
    this.deps = deps;
    this.since = deps.clock.now();
    this.replica = deps.makeReplica(config, false);
    if (config.paused) this.status = 'paused';
  }

  get ready(): boolean {
    return this.status === 'ready';
  }

  /** Connects unless paused. Resolves to whether the connection is usable. Never rejects. */
  connect(): Promise<boolean> {
    this.stopRetry();
    this.begun = true;
    if (this.closed || this.status === 'paused') return Promise.resolve(false);
    const { replica } = this;
    if (this.attempt?.replica !== replica) {
      const ended = this.tryOnce(replica).finally(() => {
        if (this.attempt?.replica === replica) this.attempt = null;
      });
      this.attempt = { replica, ended };
    }
    return this.attempt.ended;
  }

  /** The server's facts, asked for again when older than `maxAgeMs`. Null when it cannot be reached. */
  async freshFacts(maxAgeMs: number): Promise<ServerFacts | null> {
    if (!this.ready) return null;
    // Facts from the future are old ones, too: the clock was set back.
    const age = this.deps.clock.now() - this.factsAt;
    if (this.facts && age >= 0 && age <= maxAgeMs) return this.facts;
    return (await this.connect()) ? this.facts : null;
  }

  /** Takes note of facts that a check has asked for. */
  learn(facts: ServerFacts): void {
    this.note(facts);
    this.deps.onFacts(facts);
    this.deps.onChange();
  }

  /**
   * A check met a failure of the connection itself. What several checks meet at once is one failure: once it is known,
   * only the keeper's own attempts count.
   */
  report(failure: ReplicaFailure): void {
    if (this.closed || !this.ready || failure.kind === 'cancelled') return;
    this.fail(failure);
  }

  /** Replaces the settings: closes the old sessions and starts over. Resolves to what became of what they ran. */
  async reconfigure(config: ConnectionConfig): Promise<Closing> {
    this.stopRetry();
    const old = this.replica;
    // A pause is no new word of the owner's.
    this.wasReplica &&= isDeepStrictEqual({ ...config, paused: false }, { ...this.config, paused: false });
    this.config = config;
    this.failures = 0;
    this.facts = null;
    this.problem = null;
    this.replica = this.deps.makeReplica(config, this.wasReplica);
    this.set(config.paused ? 'paused' : 'connecting');
    const closing = await old.close();
    if (!config.paused && this.begun) void this.connect();
    return closing;
  }

  /** Asleep: sessions would not survive, so they are ended properly. */
  async suspend(): Promise<void> {
    this.stopRetry();
    if (this.status === 'paused') return;
    const old = this.replica;
    this.replica = this.deps.makeReplica(this.config, this.wasReplica);
    this.set('connecting');
    await old.close();
  }

  resume(): void {
    this.failures = 0;
    this.graceUntil = this.deps.clock.now() + WAKE_GRACE_MS;
    void this.connect();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.stopRetry();
    await this.replica.close();
  }

  private async tryOnce(replica: ReplicaApi): Promise<boolean> {
    try {
      const facts = await replica.probe();
      if (this.closed || replica !== this.replica) return false;
      const wasReady = this.ready;
      this.failures = 0;
      this.problem = null;
      this.note(facts);
      this.set('ready');
      this.deps.onFacts(facts);
      this.deps.onAttempt(null);
      if (!wasReady) this.deps.onReady();
      return true;
    } catch (error) {
      if (this.closed || replica !== this.replica) return false;
      if (!(error instanceof ReplicaError))
        this.deps.log.error({ err: error }, 'A connection attempt failed unexpectedly');
      this.fail(error instanceof ReplicaError ? error : unexpected(error));
      return false;
    }
  }

  private note(facts: ServerFacts): void {
    this.facts = facts;
    this.factsAt = this.deps.clock.now();
    this.wasReplica ||= facts.role === 'replica';
  }

  private fail(failure: ReplicaFailure): void {
    const { kind, problem } = failure;
    this.failures += 1;
    this.problem = problem;
    this.set(kind === 'not_a_replica' ? 'refused' : 'down');
    const now = this.deps.clock.now();
    const inGrace = now < this.graceUntil && now >= this.graceUntil - WAKE_GRACE_MS;
    if (!inGrace) {
      const connectionKind = kind === 'auth' || kind === 'not_a_replica' ? kind : 'unreachable';
      this.deps.onAttempt({ kind: connectionKind, problem });
    }
    this.stopRetry();
    this.cancelRetry = this.deps.clock.after(retryDelay(failure, this.failures), () => void this.connect());
  }

  private set(status: ConnectionStatus): void {
    if (status !== this.status) {
      this.status = status;
      this.since = this.deps.clock.now();
    }
    this.deps.onChange();
  }

  private stopRetry(): void {
    this.cancelRetry?.();
    this.cancelRetry = null;
  }
}

function unexpected(error: unknown): ReplicaFailure {
  return {
    kind: 'unreachable',
    problem: {
      code: 'unexpected',
      title: 'The connection failed for a reason that Pulse does not know.',
      hint: 'Test the connection under Connections; the log has the details.',
      detail: error instanceof Error ? error.message : String(error),
      sqlstate: null,
    },
  };
}
