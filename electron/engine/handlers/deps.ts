import type { EventHub } from '../events.ts';
import type { Monitor } from '../monitor.ts';
import type { Passwords } from '../passwords.ts';
import type { Clock, Logger } from '../ports.ts';
import type { StoreApi } from '../store/api.ts';

export interface HandlerDeps {
  store: StoreApi;
  monitor: Monitor;
  events: EventHub;
  clock: Clock;
  passwords: Passwords;
  log: Logger;
}
