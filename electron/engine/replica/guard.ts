import type { LoadPolicy } from '../../../shared/domain/connection.ts';
import type { FailureContext } from './api.ts';
import type { Channel, Row } from './channel.ts';
import { ReplicaError } from './errors.ts';
import {
  adaptTo,
  type GuardSetting,
  guardSettings,
  isKept,
  LIMIT_TRANSACTION,
  withoutLimits,
} from './guard-settings.ts';
import { quoteLiteral } from './sql.ts';

/** What the guard saw of a server when the session began. */
export interface ServerIdentity {
  inRecovery: boolean;
  version: string;
  versionNum: number;
}

/** Decides whether a server in this state may be asked anything. Null means yes. */
export type RoleJudge = (inRecovery: boolean, server: ServerIdentity | null) => ReplicaError | null;

/** A backend that may have to be ended. */
export interface Backend {
  pid: number;
  /** Since when it has been that process; null: not known. */
  startedAt: string | null;
  /** When its server was started, which tells it from others behind the same address. */
  serverStartedAt: string;
}

/** What Pulse was made for and tried on. Older ones lack functions that the catalogue queries use. */
const OLDEST = 120_000;

const BEGIN = 'BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED READ ONLY';

export const SERVER_STARTED_AT = 'extract(epoch FROM pg_catalog.pg_postmaster_start_time())';

const WHERE_AM_I = `SELECT pg_catalog.pg_is_in_recovery() AS in_recovery,
  pg_catalog.current_setting('server_version') AS version,
  pg_catalog.current_setting('server_version_num') AS version_num,
  pg_catalog.pg_backend_pid() AS pid,
  ${SERVER_STARTED_AT} AS server_started_at,
  (SELECT backend_start FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()) AS started_at`;

/** What keeps one session harmless: proved when it begins, and again at the start of every transaction. */
export class Guard {
  readonly server: ServerIdentity;
  readonly #channel: Channel;
  readonly #judge: RoleJudge;
  readonly #settings: GuardSetting[];
  /** Of a backend that a pooler lends us for a transaction: nothing may stay set in it for its next user. */
  readonly #pooled: boolean;
  #backend: Backend;

  /** Throws `ReplicaError`; the channel must not be used for anything then. */
  static async prove(channel: Channel, policy: LoadPolicy, judge: RoleJudge): Promise<Guard> {
    const wanted = guardSettings(policy);
    const names = wanted.map(({ name }) => quoteLiteral(name)).join(', ');
    const show = `SELECT name, setting FROM pg_catalog.pg_settings WHERE name IN (${names})`;
    const [, [limits] = [], [seen] = [], before = []] = await channel.ask(
      `${BEGIN};\n${LIMIT_TRANSACTION};\n${WHERE_AM_I};\n${show};\nROLLBACK`,
      'Guard: is this server a replica?',
    );
    const server = identityOf(seen);
    const refusal = judge(server.inRecovery, server);
    if (refusal) throw refusal;
    if (server.versionNum < OLDEST) throw tooOld(server, channel.context);
    const backend = {
      pid: Number(seen?.pid),
      startedAt: seen?.started_at ?? null,
      serverStartedAt: seen?.server_started_at ?? '',
    };
    const pooled = backend.pid !== channel.link.processId;
    const possible = adaptTo(wanted, withoutLimits(settingsOf(before), limits ?? {})).filter(
      (setting) => !(pooled && setting.ownSessionOnly),
    );
    const settings = await applySettings(channel, possible, pooled, show);
    return new Guard(channel, judge, server, settings, pooled, backend);
  }

  private constructor(
    channel: Channel,
    judge: RoleJudge,
    server: ServerIdentity,
    settings: GuardSetting[],
    pooled: boolean,
    backend: Backend,
  ) {
    this.#channel = channel;
    this.#judge = judge;
    this.server = server;
    this.#settings = settings;
    this.#pooled = pooled;
    this.#backend = backend;
  }

  /** The process that runs the present transaction. */
  get backend(): Backend {
    return this.#backend;
  }

  /** Milliseconds that a statement may take here: the policy's, or less when the server's owner says so. */
  get statementTimeoutMs(): number {
    return Number(this.#settings.find(({ name }) => name === 'statement_timeout')?.value);
  }

  /**
   * Opens a READ ONLY transaction and proves, in the same round trip, that the server is what it was: a promotion
   * keeps sessions alive. The proof also takes the snapshot, after which nothing can turn the transaction into a
   * writing one. Throws `ReplicaError`; the session must not be used any more then.
   */
  async begin(reason: string, timeoutMs: number): Promise<void> {
    const local = new Map(this.#pooled ? this.#settings.map(({ name, value }) => [name, value]) : []);
    if (timeoutMs < this.statementTimeoutMs) local.set('statement_timeout', String(timeoutMs));
    const proof = [
      'pg_catalog.pg_is_in_recovery() AS in_recovery',
      "pg_catalog.current_setting('transaction_read_only') AS read_only",
      'pg_catalog.pg_backend_pid() AS pid',
      `${SERVER_STARTED_AT} AS server_started_at`,
      ...[...local].map(([name, value]) => setConfig(name, value, true)),
    ];
    const [, [seen] = []] = await this.#channel.ask(
      `${BEGIN};\nSELECT ${proof.join(',\n  ')}`,
      `Guard: ${reason}`,
      true,
    );
    const refusal = this.#judge(seen?.in_recovery === 't', null);
    if (refusal) throw refusal;
    if (seen?.read_only !== 'on') throw unsafe('transaction_read_only', this.#channel.context);
    const pid = Number(seen.pid);
    if (pid !== this.#backend.pid) {
      // A proxy that passed for the server itself: what was set is set in another backend, and here nothing is.
      if (!this.#pooled) throw unsafe('the backend', this.#channel.context);
      this.#backend = { pid, startedAt: null, serverStartedAt: seen.server_started_at ?? '' };
    }
  }

  /**
   * Ends the transaction, whatever became of it, and everything that was set in it. Throws `ReplicaError` when the
   * session cannot be used any more.
   */
  async rollback(reason: string): Promise<void> {
    // An advisory lock is all that a SELECT can leave behind in a session.
    const text = this.#pooled ? 'ROLLBACK' : 'ROLLBACK;\nSELECT pg_catalog.pg_advisory_unlock_all()';
    await this.#channel.ask(text, `Guard: ${reason}`, true);
    if (this.#channel.link.client.getTransactionStatus() !== 'I')
      throw unsafe('ROLLBACK', this.#channel.context);
  }
}

/** Sets everything in one statement; when the server objects to that, one by one, leaving out what may be missing. */
async function applySettings(
  channel: Channel,
  settings: readonly GuardSetting[],
  pooled: boolean,
  show: string,
): Promise<GuardSetting[]> {
  const apply = async (some: readonly GuardSetting[]) => {
    const calls = some.map(({ name, value }) => setConfig(name, value, pooled));
    const [, after = []] = await channel.ask(
      `SELECT ${calls.join(',\n  ')};\n${show}`,
      'Guard: settings that keep this session harmless',
    );
    const shown = settingsOf(after);
    const lost = some.filter((setting) => setting.required && !isKept(setting, shown.get(setting.name)));
    if (lost.length > 0) throw unsafe(lost.map(({ name }) => name).join(', '), channel.context);
  };
  try {
    await apply(settings);
    return [...settings];
  } catch (error) {
    if (!channel.usable || !(error instanceof ReplicaError) || error.problem.sqlstate === null) throw error;
  }
  const accepted: GuardSetting[] = [];
  for (const setting of settings) {
    try {
      await apply([setting]);
      accepted.push(setting);
    } catch (error) {
      if (!channel.usable) throw error;
      if (setting.required) throw unsafe(setting.name, channel.context);
    }
  }
  return accepted;
}

function setConfig(name: string, value: string, local: boolean): string {
  return `pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, ${local})`;
}

function settingsOf(rows: readonly Row[]): Map<string, string> {
  return new Map(rows.map(({ name, setting }) => [name ?? '', setting ?? '']));
}

function identityOf(row: Row | undefined): ServerIdentity {
  return {
    inRecovery: row?.in_recovery === 't',
    // Packagers append their own words: "15.18 (Debian 15.18-0+deb12u1)".
    version: row?.version?.split(' ')[0] ?? '',
    versionNum: Number(row?.version_num),
  };
}

function tooOld({ version }: ServerIdentity, { host, port }: FailureContext): ReplicaError {
  return new ReplicaError('unreachable', {
    code: 'server_too_old',
    title: `The server at ${host}:${port} runs PostgreSQL ${version}; Pulse needs 12 or newer.`,
    hint: 'Watch a replica of a newer server.',
  });
}

/** For a session that cannot be made harmless, or does not stay so. */
export function unsafe(what: string, { host, port }: FailureContext): ReplicaError {
  return new ReplicaError('unreachable', {
    code: 'guard_not_kept',
    title: `Pulse could not make its session on ${host}:${port} safe, so it asked nothing.`,
    hint: 'Something between Pulse and the server, or the server itself, does not keep the settings. Connect to the replica directly.',
    detail: `Not kept: ${what}`,
  });
}
