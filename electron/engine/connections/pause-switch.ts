import type { ConnectionConfig, Pause, StopProof, StopReport } from '../../../shared/domain/connection.ts';
import type { EventHub } from '../events.ts';
import type { Clock } from '../ports.ts';
import type { Closing } from '../replica/api.ts';
import type { StoreApi } from '../store/api.ts';

export interface PauseSwitchDeps {
  store: StoreApi;
  clock: Clock;
  events: EventHub;
  /** Takes a connection's settings into use; resolves when what was in flight is over. */
  apply(config: ConnectionConfig): Promise<Closing>;
}

/** The one switch for all connections. It is kept in the store, so that a restart does not turn it back. */
export class PauseSwitch {
  private readonly deps: PauseSwitchDeps;
  private pause: Pause;

  constructor(deps: PauseSwitchDeps) {
    this.deps = deps;
    this.pause = deps.store.settings.pause();
  }

  get state(): Pause {
    return this.pause;
  }

  /** A connection's settings as they hold while the switch is where it is. */
  effective(config: ConnectionConfig): ConnectionConfig {
    return this.pause === null ? config : { ...config, paused: true };
  }

  /** Pauses all connections, cancelling what is in flight, or lets those run again that are not paused by themselves. */
  async set(paused: boolean): Promise<Pause> {
    if (paused !== (this.pause !== null)) {
      this.turn(paused ? { since: this.deps.clock.now(), by: 'user' } : null);
      await Promise.all(this.deps.store.connections.list().map((config) => this.deps.apply(config)));
    }
    return this.pause;
  }

  /** Emergency stop: all connections at once, with what the servers said about it. */
  async stopAll(): Promise<StopReport> {
    const at = this.deps.clock.now();
    // The order is kept before it is carried out: should Pulse be killed meanwhile, it does not start again by itself.
    this.turn({ since: this.pause?.since ?? at, by: 'emergency_stop' });
    const connections = await Promise.all(
      this.deps.store.connections.list().map((config) => this.stop(config)),
    );
    return { at, connections };
  }

  private async stop(config: ConnectionConfig): Promise<StopProof> {
    const from = performance.now();
    const { cancelled, confirmed } = await this.deps.apply(config);
    const ms = Math.round(performance.now() - from);
    return {
      connectionId: config.id,
      connection: config.name,
      cancelled,
      confirmedGone: confirmed,
      ms,
    };
  }

  private turn(pause: Pause): void {
    this.deps.store.settings.setPause(pause);
    this.pause = pause;
    this.deps.events.emit('pause.changed', { pause });
  }
}
