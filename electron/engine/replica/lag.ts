import type { QueryResult } from './api.ts';
import { PRESSURE_COLUMNS } from './pressure.ts';

/**
 * What a standby can say about its own delay. `pg_stat_wal_receiver` shows its row to everybody but its columns
 * only to members of `pg_read_all_stats` (PostgreSQL 12 to 18 alike), so without that role the row alone has to do:
 * it is there while the receiver runs and has reached the primary.
 */
export const LAG_SQL = `SELECT extract(epoch FROM clock_timestamp())::float8 AS at,
  extract(epoch FROM pg_postmaster_start_time())::text AS server,
  (pg_last_wal_receive_lsn() - '0/0'::pg_lsn)::text AS received,
  (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::text AS replayed,
  extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 AS data_age,
  receiver.pid IS NOT NULL AND coalesce(receiver.status, 'streaming') = 'streaming' AS streaming,
  extract(epoch FROM clock_timestamp() - receiver.last_msg_receipt_time)::float8 AS silence
FROM (VALUES (1)) AS one LEFT JOIN pg_stat_wal_receiver AS receiver ON true`;

/** The lag and, in the same statement, how hard the server works. */
export const LAG_AND_PRESSURE_SQL = LAG_SQL.replace('\nFROM ', `,\n  ${PRESSURE_COLUMNS}\nFROM `);

/** One look at a standby. Times are in seconds, `at` on the server's own clock. */
export interface LagSample {
  at: number;
  /** Tells one server (and one run of it) from another behind the same address. */
  server: string;
  received: bigint | null;
  replayed: bigint | null;
  /** Since the last replayed commit was made on the primary. */
  dataAge: number | null;
  streaming: boolean;
  /** Since the primary's last message; null when the role may not see it. */
  silence: number | null;
}

/** When a server was last seen to have everything that its primary had. */
export interface CaughtUp {
  server: string;
  at: number;
}

/** A healthy primary says something at least every 30 seconds, the receiver gives up after 60. */
const LONG_SILENCE_S = 60;

export function readLagSample({ rows: [row] }: QueryResult): LagSample {
  const position = (value: unknown) => (typeof value === 'string' ? BigInt(value) : null);
  const seconds = (value: unknown) => (typeof value === 'number' ? value : null);
  return {
    at: Number(row?.at),
    server: String(row?.server),
    received: position(row?.received),
    replayed: position(row?.replayed),
    dataAge: seconds(row?.data_age),
    streaming: row?.streaming === true,
    silence: seconds(row?.silence),
  };
}

/** Whether all that has arrived is replayed, and more would arrive. */
export function isCaughtUp({ streaming, received, replayed }: LagSample): boolean {
  return streaming && received !== null && replayed !== null && replayed >= received;
}

/** What to remember of a sample for later ones. */
export function rememberCaughtUp(sample: LagSample, before: CaughtUp | null): CaughtUp | null {
  if (isCaughtUp(sample)) return { server: sample.server, at: sample.at - silenceOf(sample) };
  return before?.server === sample.server ? before : null;
}

/**
 * Seconds by which a standby's data may be behind its primary: the smallest bound that can be proved.
 *
 * - While it streams and has replayed all it received: 0, however long ago the last commit was, so an idle primary
 *   is no lag. If the primary has been silent for more than a minute (only seen with `pg_read_all_stats`): that long.
 * - Else, replay being slow, held up or paused, or the link to the primary being cut: the age of the last replayed
 *   commit, or the time since it was last seen caught up, whichever is less.
 * - An archive-fed standby has no receiver: the age of the last replayed commit.
 * - Null when there is nothing to go by: nothing replayed since the server started, and never seen caught up.
 *
 * Limits: a link that went silent counts as streaming until the receiver gives up (`wal_receiver_timeout`, 60 s);
 * on a cascading standby it is the lag behind the standby above; the commit's time is the primary's clock; and an
 * archive-fed standby of an idle primary looks late.
 */
export function lagOf(sample: LagSample, caughtUp: CaughtUp | null): number | null {
  if (isCaughtUp(sample)) return silenceOf(sample);
  const sinceCaughtUp = caughtUp?.server === sample.server ? sample.at - caughtUp.at : null;
  const bounds = [sample.dataAge, sinceCaughtUp].filter((bound) => bound !== null);
  return bounds.length === 0 ? null : Math.max(0, Math.min(...bounds));
}

/**
 * Whether a second look is worth while: WAL that was just arriving at the first one looks like lag, and as large as
 * the primary had been idle before.
 */
export function isInFlight(sample: LagSample, lag: number | null): boolean {
  return sample.streaming && !isCaughtUp(sample) && lag !== null && lag > 1;
}

/** The lag at a second look, shortly after a first one that found WAL in flight. */
export function lagAtSecondLook(
  first: LagSample,
  second: LagSample,
  caughtUp: CaughtUp | null,
): number | null {
  const arrived = first.received;
  const sameServer = first.server === second.server;
  if (sameServer && arrived !== null && second.replayed !== null && second.replayed >= arrived) {
    return Math.max(0, second.at - first.at);
  }
  return lagOf(second, caughtUp);
}

function silenceOf({ silence }: LagSample): number {
  return silence !== null && silence > LONG_SILENCE_S ? silence : 0;
}
