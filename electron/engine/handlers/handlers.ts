import type { MethodInput, MethodOutput } from '../../../shared/contract/contract.ts';
import type { MethodName } from '../../../shared/contract/names.ts';
import type { BackTester } from '../backtest/back-tester.ts';
import type { Board } from '../board/board.ts';
import type { PulseStrips } from '../board/strips.ts';
import type { EventHub } from '../events.ts';
import type { KeptSecrets } from '../kept-secrets.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Roster } from '../monitor/roster.ts';
import type { Clock } from '../ports.ts';
import type { StoreApi } from '../store/api.ts';
import type { StoreReader } from '../store/reader/reader.ts';
import type { DescribedTables } from '../suggest/described.ts';
import type { Courier } from '../webhooks/courier.ts';

/** Methods that need a window or a desktop; all others the engine answers itself. */
export type ShellMethod =
  | 'start.state'
  | 'start.settled'
  | 'start.choose'
  | 'app.info'
  | 'app.openExternal'
  | 'connections.pickCaFile'
  | 'export.start'
  | 'notifications.test'
  | 'backups.restore'
  | 'backups.openFolder'
  | 'configuration.save'
  | 'configuration.open'
  | 'dailyExport.pickFolder'
  | 'dailyExport.openFolder'
  | 'demo.faults'
  | 'demo.inject'
  | 'demo.heal';
export type EngineMethod = Exclude<MethodName, ShellMethod>;

/** One function a method of the contract, typed by it. */
export type Handlers<N extends MethodName> = {
  readonly [K in N]: (input: MethodInput<K>) => MethodOutput<K> | Promise<MethodOutput<K>>;
};

export interface HandlerDeps {
  store: StoreApi;
  monitor: Monitor;
  roster: Roster;
  board: Board;
  events: EventHub;
  clock: Clock;
  passwords: KeptSecrets;
  webhookSecrets: KeptSecrets;
  courier: Courier;
  /** For reads that take long. */
  reader: StoreReader;
  /** For the query log alone. */
  queryReader: StoreReader;
  strips: PulseStrips;
  described: DescribedTables;
  backTester: BackTester;
}
