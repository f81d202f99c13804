import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Tls } from '../../shared/domain/connection.ts';
import type { Trap } from '../support/faulty-proxy.ts';
import {
  atMost,
  backends,
  behindProxy,
  brokenNetwork,
  running,
  SWALLOW_ONCE,
} from './support/network-kit.ts';
import { eventually, failure } from './support/replica-kit.ts';

/** Ending a statement, and ending Pulse, while the network is in the way. */

const network = brokenNetwork(SWALLOW_ONCE);

const plain: Tls = { mode: 'disable', caFile: null };
const encrypted: Tls = { mode: 'prefer', caFile: null };
const slow = 'select pg_sleep(30) as slow';
/** Needs Pulse's own cancel request: the server's timeout comes first, and is swallowed. */
const stubborn = 'select swallow_once() as stubborn';
const limits = (statementTimeoutMs: number, tls = plain) => ({ tls, policy: { statementTimeoutMs } });

/** A second for the cancel request, five for the control connection, one for good-byes, and a busy machine. */
const ENDING_LIMIT_MS = 7_800;

describe('a cancel request', () => {
  const traps: [string, Tls, Trap][] = [
    ['is never answered', plain, { from: 'server', after: 0, fault: 'stall' }],
    ['is reset', plain, { from: 'client', after: 0, fault: 'reset' }],
    ['is cut in its middle', plain, { from: 'client', after: 9, fault: 'reset' }],
    ['is answered with an end', plain, { from: 'client', after: 0, fault: 'end client' }],
    ['gets no answer about TLS', encrypted, { from: 'server', after: 0, fault: 'stall' }],
    ['is stuck in its TLS handshake', encrypted, { from: 'server', after: 700, fault: 'stall' }],
    ['is reset in its TLS handshake', encrypted, { from: 'server', after: 700, fault: 'reset' }],
  ];

  it.concurrent.each(traps)('that %s is not relied on', async (_, tls, trap) => {
    await behindProxy(network, limits(400, tls), async ({ proxy, replica, log }) => {
      const asked = failure(replica.query({ sql: stubborn, reason: 'slow' }));
      await eventually(() => running(network.standby, proxy, stubborn));
      const { accepted } = proxy;
      proxy.trap = trap;
      // Only the cancel request meets it: the control connection comes after.
      await eventually(async () => proxy.accepted > accepted);
      proxy.trap = null;
      const error = await atMost(ENDING_LIMIT_MS, asked);
      expect(error).toMatchObject({ kind: 'timeout' });
      expect(log.find((entry) => entry.sql === stubborn)).toMatchObject({
        outcome: 'timeout',
        cancelConfirmed: true,
      });
      expect(await running(network.standby, proxy, stubborn)).toBe(false);
    });
  });

  it.concurrent('that trickles is given up', async () => {
    await behindProxy(network, limits(400, encrypted), async ({ proxy, replica, log }) => {
      const asked = failure(replica.query({ sql: stubborn, reason: 'slow' }));
      await eventually(() => running(network.standby, proxy, stubborn));
      proxy.bytesPerSecond = 40;
      const error = await atMost(400 + 400 + ENDING_LIMIT_MS, asked);
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'no_answer' } });
      expect(log.find((entry) => entry.sql === stubborn)).toMatchObject({ cancelConfirmed: false });
      // Not only when the handshake is through, which would take a minute.
      await eventually(async () => proxy.openConnections === 0, 3_000);
    });
  });
});

describe('closing', () => {
  it.concurrent.each([
    ['in the clear', plain],
    ['over TLS', encrypted],
  ])('while a statement runs in a network that went away ends soon: %s', async (_, tls) => {
    await behindProxy(network, limits(20_000, tls), async ({ proxy, replica, log }) => {
      const asked = failure(replica.query({ sql: slow, reason: 'slow' }));
      await eventually(() => running(network.standby, proxy, slow));
      proxy.goDark();
      await atMost(ENDING_LIMIT_MS, replica.close());
      expect((await asked).kind).toBe('cancelled');
      expect(log.find((entry) => entry.sql === slow)).toMatchObject({
        outcome: 'cancelled',
        cancelConfirmed: false,
      });
    });
  });

  it.concurrent('while only the session is silent still ends the statement on the server', async () => {
    await behindProxy(network, limits(20_000), async ({ proxy, replica, log }) => {
      const asked = failure(replica.query({ sql: slow, reason: 'slow' }));
      await eventually(() => running(network.standby, proxy, slow));
      proxy.strike('stall');
      await atMost(ENDING_LIMIT_MS, replica.close());
      expect((await asked).kind).toBe('cancelled');
      expect(log.find((entry) => entry.sql === slow)).toMatchObject({ cancelConfirmed: true });
      expect(await backends(network.standby, proxy)).toBe(0);
    });
  });

  it.concurrent('while a transaction is being opened in a network that went away ends at once', async () => {
    await behindProxy(network, limits(20_000), async ({ proxy, replica }) => {
      await replica.probe();
      const { accepted } = proxy;
      proxy.strike({ from: 'client', after: 'READ ONLY', fault: 'stall' });
      const asked = failure(replica.probe());
      await eventually(async () => proxy.stalledConnections > 0);
      await atMost(3_000, replica.close());
      expect((await asked).kind).toBe('cancelled');
      expect(proxy.accepted).toBe(accepted);
    });
  });

  it.concurrent('idle sessions in a network that went away says good-bye in vain', async () => {
    await behindProxy(network, limits(20_000, encrypted), async ({ proxy, replica }) => {
      await replica.probe();
      proxy.goDark();
      await atMost(3_000, replica.close());
    });
  });
});

describe.skipIf(!existsSync('/proc/net/tcp'))('an idle session', () => {
  it.each([
    ['in the clear', plain],
    ['over TLS', encrypted],
  ])('asks the network now and then whether the server is there: %s', async (_, tls) => {
    await behindProxy(network, limits(20_000, tls), async ({ proxy, replica }) => {
      await replica.probe();
      const port = proxy.port.toString(16).toUpperCase().padStart(4, '0');
      // Columns: number, local, remote, state (01: established), queues, timer (02: keepalive).
      const ours = new RegExp(`^ *\\d+: \\w+:\\w+ \\w+:${port} 01 \\w+:\\w+ (\\w+):`, 'm');
      await eventually(async () => ours.exec(await readFile('/proc/net/tcp', 'utf8'))?.[1] === '02');
    });
  });
});
