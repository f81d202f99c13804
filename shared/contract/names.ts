/**
 * The names alone, without schemas: the preload exposes one function for each, and stays small because
 * it needs no validation library. `contract.ts` fails to compile when the two differ.
 */
export const methodNames = [
  'app.info',
  'app.openExternal',
  'settings.get',
  'settings.set',
  'connections.list',
  'connections.parse',
  'connections.test',
  'connections.create',
  'connections.update',
  'connections.remove',
  'connections.setPaused',
  'connections.pauseAll',
  'connections.pauseState',
  'connections.stopAll',
  'connections.checks',
  'connections.pickCaFile',
  'catalogue.tables',
  'catalogue.suggest',
  'tables.list',
  'tables.strips',
  'tables.get',
  'tables.monitor',
  'tables.unmonitor',
  'tables.acceptSchema',
  'checks.types',
  'checks.create',
  'checks.update',
  'checks.remove',
  'checks.runNow',
  'checks.feedback',
  'checks.dryRun',
  'runs.series',
  'runs.list',
  'incidents.list',
  'incidents.get',
  'incidents.acknowledge',
  'incidents.label',
  'incidents.explain',
  'silences.list',
  'silences.create',
  'silences.remove',
  'inbox.list',
  'inbox.markRead',
  'notifications.test',
  'queries.list',
  'export.count',
  'export.start',
  'export.cancel',
  'backups.list',
  'backups.create',
  'backups.loss',
  'backups.restore',
  'backups.openFolder',
  'demo.faults',
  'demo.inject',
  'demo.heal',
] as const;
export type MethodName = (typeof methodNames)[number];

export const eventNames = [
  'connection.changed',
  'connection.removed',
  'pause.changed',
  'table.changed',
  'table.removed',
  'check.changed',
  'check.removed',
  'run.finished',
  'incident.changed',
  'inbox.added',
  'query.logged',
  'export.progress',
  'backups.changed',
  'settings.changed',
  'navigate',
] as const;
export type EventName = (typeof eventNames)[number];

/** IPC channel of a method. */
export const methodChannel = (name: MethodName): string => `pulse:${name}`;

/** The one channel on which batches of events arrive. */
export const EVENTS_CHANNEL = 'pulse:events';
