import { describe, expect, it } from 'vitest';
import type { Tls } from '../../shared/domain/connection.ts';
import type { Fault } from '../support/faulty-proxy.ts';
import {
  atMost,
  type Behind,
  backends,
  behindProxy,
  brokenNetwork,
  running,
  SWALLOW_ONCE,
} from './support/network-kit.ts';
import { eventually, failure } from './support/replica-kit.ts';

/** Whatever the network does to a statement: it ends in time, in the right words, here and on the server. */

const network = brokenNetwork(SWALLOW_ONCE);

const plain: Tls = { mode: 'disable', caFile: null };
const encrypted: Tls = { mode: 'prefer', caFile: null };
const transports: [string, Tls][] = [
  ['in the clear', plain],
  ['over TLS', encrypted],
];

const TIMEOUT_MS = 600;
/** The timeout, its grace, a second for the cancel request, five for the control connection, one for good-byes. */
const ENDING_LIMIT_MS = TIMEOUT_MS + 400 + 1_000 + 5_000 + 1_000 + 1_500;
/** Ten seconds for connecting, five for one of Pulse's own questions, and what a busy machine adds. */
const IDLE_LIMIT_MS = 18_000;

const slow = 'select pg_sleep(30) as slow';
/** Larger than what sockets hold on the way. */
const wide = "select repeat('x', 4000) as x from generate_series(1, 9000)";

const within = (timeoutMs: number, tls: Tls = plain) => ({
  tls,
  policy: { statementTimeoutMs: timeoutMs, maxConcurrency: 2 },
});

async function worksAgain({ proxy, replica }: Behind): Promise<void> {
  proxy.heal();
  const { rows } = await replica.query({ sql: 'select 1 as fine', reason: 'after' });
  expect(rows).toEqual([{ fine: 1 }]);
}

const breaks: Fault[] = ['reset', 'reset client', 'end client'];

describe('a statement', () => {
  it.concurrent.each(transports.flatMap(([how, tls]) => breaks.map((fault) => ({ how, tls, fault }))))(
    'that meets "$fault" $how is lost, and its session with it',
    async ({ tls, fault }) => {
      await behindProxy(network, within(3_000, tls), async (behind) => {
        const { proxy, replica, log } = behind;
        const asked = failure(replica.query({ sql: slow, reason: 'slow' }));
        await eventually(() => running(network.standby, proxy, slow));
        proxy.strike(fault);
        const error = await atMost(3_000, asked);
        expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'connection_lost' } });
        expect(log.find((entry) => entry.sql === slow)).toMatchObject({ outcome: 'error', rows: 0 });
        // The server ends it by itself, whether it was told or not.
        await eventually(async () => !(await running(network.standby, proxy, slow)));
        const { accepted } = proxy;
        await worksAgain(behind);
        expect(proxy.accepted).toBe(accepted + 1);
      });
    },
  );

  it.concurrent.each(['end server', 'reset server'] as const)(
    'that the server hears the end of ("%s") is ended by it',
    async (fault) => {
      await behindProxy(network, within(20_000), async (behind) => {
        const { proxy, replica } = behind;
        const asked = failure(replica.query({ sql: slow, reason: 'slow' }));
        await eventually(() => running(network.standby, proxy, slow));
        proxy.strike(fault);
        await eventually(async () => (await backends(network.standby, proxy)) === 0);
        if (fault === 'reset server') proxy.heal();
        expect(await atMost(5_000, asked)).toMatchObject({ kind: 'unreachable' });
        await worksAgain(behind);
      });
    },
  );

  it.concurrent.each(transports)('whose session alone falls silent is ended: %s', async (_, tls) => {
    await behindProxy(network, within(TIMEOUT_MS, tls), async (behind) => {
      const { proxy, replica, log } = behind;
      const asked = failure(replica.query({ sql: slow, reason: 'slow' }));
      await eventually(() => running(network.standby, proxy, slow));
      proxy.strike('stall');
      const error = await atMost(ENDING_LIMIT_MS, asked);
      expect(error).toMatchObject({ kind: 'timeout' });
      expect(error.problem.detail).toContain('the server confirmed');
      expect(log.find((entry) => entry.sql === slow)).toMatchObject({
        outcome: 'timeout',
        cancelConfirmed: true,
      });
      expect(await backends(network.standby, proxy)).toBe(0);
      await worksAgain(behind);
    });
  });

  it.concurrent('under which the network goes away is not called too slow', async () => {
    await behindProxy(network, within(TIMEOUT_MS), async (behind) => {
      const { proxy, replica, log, charged } = behind;
      const asked = failure(replica.query({ sql: slow, reason: 'slow' }));
      await eventually(() => running(network.standby, proxy, slow));
      proxy.goDark();
      const error = await atMost(ENDING_LIMIT_MS, asked);
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'no_answer' } });
      expect(error.problem.detail).toContain('did not confirm');
      const entry = log.find(({ sql }) => sql === slow);
      expect(entry).toMatchObject({ outcome: 'timeout', cancelConfirmed: false });
      // Seconds of waiting for a network are no load of the replica.
      expect(entry && charged.get(entry)).toBeLessThanOrEqual(1_000);
      // With nobody there to tell it, the server keeps to the settings of the session.
      await eventually(async () => !(await running(network.standby, proxy, slow)));
      await eventually(async () => (await backends(network.standby, proxy)) === 0, 20_000);
      await worksAgain(behind);
    });
  });

  it.concurrent('that ends while the network is away is noticed to be over by nobody but the server', async () => {
    await behindProxy(network, within(TIMEOUT_MS), async (behind) => {
      const { proxy, replica } = behind;
      proxy.trap = { from: 'client', after: 'as quick', fault: 'stall' };
      const error = await atMost(
        ENDING_LIMIT_MS,
        failure(replica.query({ sql: 'select 1 as quick', reason: 'quick' })),
      );
      // New connections come through: the server says that the session was there, and is gone now.
      expect(error).toMatchObject({ kind: 'timeout' });
      expect(await backends(network.standby, proxy)).toBe(0);
      await worksAgain(behind);
    });
  });
});

describe('an answer', () => {
  it.concurrent.each(transports.flatMap(([how, tls]) => breaks.map((fault) => ({ how, tls, fault }))))(
    'that meets "$fault" in its middle, $how, is no answer',
    async ({ tls, fault }) => {
      await behindProxy(network, within(10_000, tls), async (behind) => {
        const { proxy, replica, log } = behind;
        await replica.probe();
        proxy.strike({ from: 'server', after: 50_001, fault });
        const error = await atMost(5_000, failure(replica.query({ sql: wide, reason: 'wide' })));
        expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'connection_lost' } });
        expect(log.at(-1)).toMatchObject({ sql: wide, outcome: 'error', rows: 0 });
        await eventually(async () => !(await running(network.standby, proxy, wide)));
        await worksAgain(behind);
      });
    },
  );

  it.concurrent.each(transports)('that stops in its middle ends with its backend: %s', async (_, tls) => {
    await behindProxy(network, within(TIMEOUT_MS, tls), async (behind) => {
      const { proxy, replica, log } = behind;
      await replica.probe();
      proxy.strike({ from: 'server', after: 50_001, fault: 'stall' });
      const error = await atMost(ENDING_LIMIT_MS, failure(replica.query({ sql: wide, reason: 'wide' })));
      expect(error).toMatchObject({ kind: 'timeout' });
      expect(log.find((entry) => entry.sql === wide)).toMatchObject({ cancelConfirmed: true });
      expect(await backends(network.standby, proxy)).toBe(0);
      await worksAgain(behind);
    });
  });

  it.concurrent('that trickles ends at the time limit', async () => {
    await behindProxy(network, within(TIMEOUT_MS), async (behind) => {
      const { proxy, replica } = behind;
      await replica.probe();
      proxy.bytesPerSecond = 400;
      const sql = "select repeat('x', 4000) as x";
      const error = await atMost(IDLE_LIMIT_MS, failure(replica.query({ sql, reason: 'wide' })));
      expect(['timeout', 'unreachable']).toContain(error.kind);
      await worksAgain(behind);
    });
  });

  it.concurrent('over a slow network arrives whole', async () => {
    await behindProxy(network, within(10_000, encrypted), async ({ proxy, replica }) => {
      proxy.delayMs = 20;
      const sql = "select i, repeat('x', 4000) as x from generate_series(1, 50) i";
      const { rows } = await replica.query({ sql, reason: 'wide' });
      expect(rows.map((row) => row.i)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      expect(rows.every((row) => row.x === 'x'.repeat(4_000))).toBe(true);
    });
  });
});

describe('an idle session', () => {
  it.concurrent.each(['reset', 'reset client', 'end client', 'end server', 'reset server'] as const)(
    'that meets "%s" is replaced quietly',
    async (fault) => {
      await behindProxy(network, within(5_000, encrypted), async (behind) => {
        const { proxy, replica, log } = behind;
        await replica.probe();
        proxy.strike(fault);
        const { rows } = await atMost(
          IDLE_LIMIT_MS,
          replica.query({ sql: 'select 1 as fine', reason: 'after' }),
        );
        expect(rows).toEqual([{ fine: 1 }]);
        expect(log.at(-1)).toMatchObject({ sql: 'select 1 as fine', outcome: 'ok' });
        await worksAgain(behind);
      });
    },
  );

  it.concurrent('that has fallen silent is replaced after one unanswered question', async () => {
    await behindProxy(network, within(5_000), async ({ proxy, replica, log, charged }) => {
      await replica.probe();
      proxy.strike('stall');
      const asked = replica.query({ sql: 'select 1 as fine', reason: 'after' });
      expect((await atMost(IDLE_LIMIT_MS, asked)).rows).toEqual([{ fine: 1 }]);
      const unanswered = log.find(({ durationMs }) => durationMs > 4_000);
      expect(unanswered && charged.get(unanswered)).toBeLessThanOrEqual(50);
    });
  });

  it.concurrent('in a network that went away is the last that is asked', async () => {
    await behindProxy(network, within(5_000), async (behind) => {
      const { proxy, replica } = behind;
      await replica.probe();
      proxy.goDark();
      const error = await atMost(IDLE_LIMIT_MS, failure(replica.query({ sql: 'select 1', reason: 'dark' })));
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'no_answer' } });
      await worksAgain(behind);
    });
  });
});
