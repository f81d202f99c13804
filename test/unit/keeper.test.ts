import { describe, expect, it } from 'vitest';
import { ConnectionKeeper } from '../../electron/engine/connections/keeper.ts';
import type { FailureKind, ServerFacts } from '../../electron/engine/replica/api.ts';
import { ReplicaError } from '../../electron/engine/replica/errors.ts';
import { aConnection } from '../support/samples.ts';
import { ScriptedReplica } from '../support/scripted-replica.ts';
import { testStore } from '../support/store.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

/** As a server behind a firewall: nothing comes back until the session is given up. */
class SilentReplica extends ScriptedReplica {
  private giveUp: (() => void) | null = null;

  override async probe(): Promise<ServerFacts> {
    this.probes += 1;
    await new Promise<void>((resolve) => {
      this.giveUp = resolve;
    });
    const problem = { code: 'closed', title: 'Closed.', hint: '', detail: null, sqlstate: null };
    throw new ReplicaError('cancelled', problem);
  }

  override async close() {
    // The answer to the attempt comes after the close has been confirmed.
    setImmediate(() => this.giveUp?.());
    return { cancelled: 0, confirmed: 0 };
  }
}

function setUp() {
  const config = aConnection(testStore());
  const clock = new VirtualClock();
  const silent = new SilentReplica();
  const replicas = [silent, new ScriptedReplica()];
  const nothing = () => {};
  const keeper = new ConnectionKeeper(config, {
    clock,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    makeReplica: () => replicas.shift() ?? new ScriptedReplica(),
    onChange: nothing,
    onReady: nothing,
    onAttempt: nothing,
    onFacts: nothing,
  });
  void keeper.connect();
  return { keeper, config, clock, silent };
}

describe('a connection whose attempt is still under way', () => {
  it('is tried anew when its settings change, or its password comes', async () => {
    const { keeper, config, clock, silent } = setUp();
    expect(silent.probes).toBe(1);
    await keeper.reconfigure({ ...config, host: '127.0.0.2' });
    await clock.advance(0);
    expect(keeper.status).toBe('ready');
  });

  it('is tried anew when the machine wakes up', async () => {
    const { keeper, clock } = setUp();
    await keeper.suspend();
    keeper.resume();
    await clock.advance(0);
    expect(keeper.status).toBe('ready');
  });
});

describe('a server that was seen in recovery', () => {
  const seen: boolean[] = [];
  const setUpReplica = async () => {
    seen.length = 0;
    const config = aConnection(testStore(), { standIn: 'reporting_copy' });
    const clock = new VirtualClock();
    const nothing = () => {};
    const keeper = new ConnectionKeeper(config, {
      clock,
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      makeReplica: (_config, wasReplica) => {
        seen.push(wasReplica);
        return new ScriptedReplica();
      },
      onChange: nothing,
      onReady: nothing,
      onAttempt: nothing,
      onFacts: nothing,
    });
    await keeper.connect();
    return { keeper, config };
  };

  it('is no stand-in after a sleep, nor after a pause: it was promoted meanwhile', async () => {
    const { keeper, config } = await setUpReplica();
    await keeper.suspend();
    keeper.resume();
    await keeper.reconfigure({ ...config, paused: true });
    await keeper.reconfigure(config);
    expect(seen).toEqual([false, true, true, true]);
  });

  it("may be one by its owner's word, given anew", async () => {
    const { keeper, config } = await setUpReplica();
    await keeper.reconfigure({ ...config, standIn: 'logical_replica' });
    expect(seen).toEqual([false, false]);
  });
});

describe('a password that is refused', () => {
  it('is tried ever more rarely, so that no account is locked because of it', async () => {
    const { keeper, clock, replica, attempts } = setUpRefused('wrong_password');
    await keeper.connect();
    await clock.advance(30 * 60_000);
    expect(attempts()).toBe(4);
    await clock.advance(24 * 3_600_000);
    expect(attempts()).toBeLessThanOrEqual(4 + 48);
    replica.down = null;
    await clock.advance(30 * 60_000);
    expect(keeper.status).toBe('ready');
  });

  it('is not what keeps a role from coming in that is granted the right meanwhile', async () => {
    const { keeper, clock, attempts } = setUpRefused('not_allowed_from_here');
    await keeper.connect();
    await clock.advance(30 * 60_000);
    expect(attempts()).toBe(31);
  });
});

describe('an SSH host that lets nobody in', () => {
  it('is tried less than five times in ten minutes, which is when many shut a computer out', async () => {
    const { keeper, clock, replica, attempts } = setUpRefused('ssh_denied', 'unreachable');
    await keeper.connect();
    expect(keeper.status).toBe('down');
    await clock.advance(10 * 60_000);
    expect(attempts()).toBe(3);
    replica.down = null;
    await clock.advance(5 * 60_000);
    expect(keeper.status).toBe('ready');
  });
});

function setUpRefused(code: string, kind: FailureKind = 'auth') {
  const clock = new VirtualClock();
  const replica = new ScriptedReplica();
  const problem = { code, title: 'Refused.', hint: '', detail: null, sqlstate: null };
  replica.down = new ReplicaError(kind, problem);
  const nothing = () => {};
  const keeper = new ConnectionKeeper(aConnection(testStore()), {
    clock,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    makeReplica: () => replica,
    onChange: nothing,
    onReady: nothing,
    onAttempt: nothing,
    onFacts: nothing,
  });
  return { keeper, clock, replica, attempts: () => replica.probes };
}
