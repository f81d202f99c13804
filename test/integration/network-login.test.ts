import { describe, expect, it } from 'vitest';
import type { Tls } from '../../shared/domain/connection.ts';
import type { Fault, FaultyProxy, Trap } from '../support/faulty-proxy.ts';
import { atMost, behindProxy, brokenNetwork } from './support/network-kit.ts';
import { eventually, failure } from './support/replica-kit.ts';

/** Whatever the network does while Pulse connects: it ends in time, in the right words, and leaves nothing behind. */

const network = brokenNetwork();

const plain: Tls = { mode: 'disable', caFile: null };
const encrypted: Tls = { mode: 'prefer', caFile: null };

/** Ten seconds for connecting, or for one of Pulse's own questions, and what a busy machine adds. */
const LIMIT_MS = 14_000;

interface Moment {
  when: string;
  tls: Tls;
  trap: Omit<Trap, 'fault'>;
}

/** Authentication's first message has 24 bytes; the server's part of a TLS handshake more than 700. */
const moments: Moment[] = [
  { when: 'before an answer to the question for TLS', tls: encrypted, trap: { from: 'server', after: 0 } },
  { when: 'after the server agreed to TLS', tls: encrypted, trap: { from: 'server', after: 1 } },
  { when: 'in the middle of the TLS handshake', tls: encrypted, trap: { from: 'server', after: 700 } },
  { when: 'before an answer to the startup message', tls: plain, trap: { from: 'server', after: 0 } },
  { when: 'between two messages of the login', tls: plain, trap: { from: 'server', after: 24 } },
  { when: 'in the middle of a message of the login', tls: plain, trap: { from: 'server', after: 30 } },
  {
    when: 'while the guard asks where it is',
    tls: plain,
    trap: { from: 'client', after: 'pg_is_in_recovery' },
  },
  { when: 'while the guard sets its settings', tls: plain, trap: { from: 'client', after: 'set_config' } },
];

const faults: [Fault, string][] = [
  ['stall', 'no_answer'],
  ['reset', 'connection_lost'],
  ['reset client', 'connection_lost'],
  ['end client', 'connection_lost'],
];

const cases = moments.flatMap((moment) => faults.map(([fault, code]) => ({ ...moment, fault, code })));

describe('a login', () => {
  it.concurrent.each(cases)('that meets "$fault" $when', async ({ tls, trap, fault, code }) => {
    await behindProxy(network, { tls }, async ({ proxy, replica, log }) => {
      proxy.trap = { ...trap, fault };
      const error = await atMost(LIMIT_MS, failure(replica.probe()));
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code, sqlstate: null } });
      // A question of the guard's may have been answered before; the check's own was never sent.
      expect(log.filter((entry) => !entry.reason.startsWith('Guard'))).toEqual([]);
      await worksAgain(proxy, () => replica.probe());
    });
  });

  it.concurrent('that is never answered', async () => {
    await behindProxy(network, {}, async ({ proxy, replica }) => {
      proxy.goDark();
      const error = await atMost(LIMIT_MS, failure(replica.probe()));
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'no_answer' } });
      await worksAgain(proxy, () => replica.probe());
    });
  });

  it.concurrent('that is reset at once', async () => {
    await behindProxy(network, {}, async ({ proxy, replica }) => {
      proxy.welcome = 'reset';
      const error = await atMost(LIMIT_MS, failure(replica.probe()));
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'connection_lost' } });
      await worksAgain(proxy, () => replica.probe());
    });
  });

  it.concurrent('that trickles ends as one that is not answered', async () => {
    await behindProxy(network, { tls: encrypted }, async ({ proxy, replica }) => {
      proxy.bytesPerSecond = 20;
      const error = await atMost(LIMIT_MS, failure(replica.probe()));
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'no_answer' } });
      await worksAgain(proxy, () => replica.probe());
    });
  });

  it.concurrent('that the server hears the end of', async () => {
    await behindProxy(network, { tls: plain }, async ({ proxy, replica }) => {
      proxy.trap = { from: 'server', after: 24, fault: 'end server' };
      const error = await atMost(LIMIT_MS, failure(replica.probe()));
      expect(error).toMatchObject({ kind: 'unreachable', problem: { code: 'connection_lost' } });
      await worksAgain(proxy, () => replica.probe());
    });
  });

  it.concurrent('over a slow network works', async () => {
    await behindProxy(network, { tls: encrypted }, async ({ proxy, replica }) => {
      proxy.delayMs = 60;
      expect(await replica.probe()).toMatchObject({ role: 'replica' });
      expect(replica.encrypted).toBe(true);
    });
  });
});

describe('closing', () => {
  /** Far less than a question's own limit. */
  const PROMPTLY_MS = 3_000;

  it.concurrent.each(moments)('gives up at once $when', async ({ tls, trap }) => {
    await behindProxy(network, { tls }, async ({ proxy, replica }) => {
      proxy.trap = { ...trap, fault: 'stall' };
      const asked = failure(replica.probe());
      await eventually(async () => proxy.stalledConnections > 0);
      await atMost(PROMPTLY_MS, replica.close());
      expect((await asked).kind).toBe('cancelled');
    });
  });
});

async function worksAgain(proxy: FaultyProxy, probe: () => Promise<unknown>): Promise<void> {
  proxy.heal();
  expect(await probe()).toMatchObject({ role: 'replica' });
}
