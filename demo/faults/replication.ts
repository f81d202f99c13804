/** Faults of the replica: it lags, is gone, or thinks it is the primary. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultContext } from './fault.ts';

const STREAMING_TIMEOUT_MS = 10_000;

const replicationPaused: Fault = {
  name: 'replication_paused',
  title: 'The replica lags',
  description: 'Replay on the standby is paused: it accepts readers, and its data grow older and older.',
  table: null,
  seenBy: ['replication_lag', 'freshness'],
  async inject(context) {
    await pauseReplay(context);
    return async () => {
      if (await isFollowing(context)) {
        await context.onStandby((client) => client.query('select pg_wal_replay_resume()'));
      }
    };
  },
};

const replicaDown: Fault = {
  name: 'replica_down',
  title: 'The replica is down',
  description: 'The standby has crashed; nobody can connect to it.',
  table: null,
  seenBy: ['connection'],
  async inject({ pair }) {
    await pair.standby.stop('immediate');
    return async () => {
      await pair.standby.start();
    };
  },
};

const replicaPromoted: Fault = {
  name: 'replica_promoted',
  title: 'The replica is promoted',
  description: 'A failover makes the standby a primary of its own: it is writable and no longer follows.',
  table: null,
  seenBy: ['connection'],
  async inject({ pair, onStandby }) {
    if (!pair.standby.running)
      throw new Error('The standby is down and cannot be promoted: heal replica_down first.');
    await onStandby((client) => client.query('select pg_promote(true, 30)'));
    return async () => {
      const wasRunning = pair.standby.running;
      await pair.standby.stop('immediate');
      await pair.cloneStandby();
      if (wasRunning) await pair.standby.start();
    };
  },
};

export const replicationFaults: readonly Fault[] = [replicationPaused, replicaDown, replicaPromoted];

/** After one of these faults was healed: the standby follows again, except for what other faults say. */
export async function followAgain(context: FaultContext): Promise<void> {
  const { pair, isActive } = context;
  if (!pair.standby.running || isActive('replica_promoted')) return;
  if (!(await isStreaming(context))) {
    // It was away for so long that the primary no longer has the log it needs.
    await pair.standby.stop('immediate');
    await pair.cloneStandby();
    await pair.standby.start();
  }
  if (isActive('replication_paused')) await pauseReplay(context);
}

/** Waits until the standby shows what the primary has committed so far; not if a fault keeps it from that. */
export async function catchUp(context: FaultContext, timeoutMs = 5000): Promise<void> {
  if (!(await isFollowing(context)) || context.isActive('replication_paused')) return;
  const target = await context.onPrimary(async (client) => {
    const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_flush_lsn()::text as lsn');
    return rows[0]?.lsn ?? '0/0';
  });
  await context.onStandby(async (client) => {
    const deadline = Date.now() + timeoutMs;
    while (Date.now() < deadline) {
      const { rows } = await client.query<{ there: boolean }>(
        'select pg_last_wal_replay_lsn() >= $1::pg_lsn as there',
        [target],
      );
      if (rows[0]?.there === true) return;
      await sleep(20);
    }
  });
}

async function pauseReplay(context: FaultContext): Promise<void> {
  if (!(await isFollowing(context))) return;
  await context.onStandby((client) => client.query('select pg_wal_replay_pause()'));
}

async function isFollowing({ pair, onStandby }: FaultContext): Promise<boolean> {
  if (!pair.standby.running) return false;
  return onStandby(async (client) => {
    const { rows } = await client.query<{ following: boolean }>('select pg_is_in_recovery() as following');
    return rows[0]?.following === true;
  });
}

async function isStreaming({ onStandby }: FaultContext): Promise<boolean> {
  return onStandby(async (client) => {
    const deadline = Date.now() + STREAMING_TIMEOUT_MS;
    while (Date.now() < deadline) {
      const { rowCount } = await client.query(`select from pg_stat_wal_receiver where status = 'streaming'`);
      if (rowCount === 1) return true;
      await sleep(100);
    }
    return false;
  });
}
