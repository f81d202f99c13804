import { allowedMs } from '../schedule/allowed.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';

type Method =
  | 'queries.list'
  | 'queries.search'
  | 'queries.sums'
  | 'saving.state'
  | 'settings.get'
  | 'settings.set'
  | 'tables.strips'
  | 'history.search'
  | 'incidents.search'
  | 'export.count';

/** Answers about what Pulse ran, and how it is set. */
export function historyHandlers(deps: HandlerDeps): Handlers<Method> {
  const {
    store,
    monitor,
    board,
    events,
    passwords,
    webhookSecrets,
    courier,
    reader,
    queryReader,
    strips,
    clock,
  } = deps;
  return {
    'tables.strips': () => strips.of(store.tables.list().map(({ id }) => id)),
    'history.search': (asked) => reader.run('searchRuns', asked),
    'incidents.search': (asked) => reader.run('searchIncidents', asked),
    'export.count': async (request) => ({ rows: await reader.run('countExport', request) }),
    'queries.list': ({ connectionId, beforeId, limit }) => store.queries.list(connectionId, beforeId, limit),
    'queries.search': (asked) => queryReader.run('searchQueries', asked),
    'queries.sums': async (asked) => {
      const sums = await queryReader.run('querySums', asked);
      return {
        ...sums,
        allowedMs: allowedMs(store.connections.list(), asked.filter, sums.from, clock.now()),
      };
    },
    'saving.state': () => monitor.saving.state,
    'settings.get': () => store.settings.get(),
    'settings.set': async (settings) => {
      const { allowPlainSecrets } = store.settings.get();
      store.settings.set(settings);
      events.emit('settings.changed', settings);
      // Quiet hours that were switched off have something to say at once.
      monitor.reviewIncidents();
      // The vault hears of it through the event.
      if (settings.allowPlainSecrets !== allowPlainSecrets) {
        await passwords.followVault();
        await webhookSecrets.followVault();
        courier.push();
        for (const view of board.connections()) events.emit('connection.changed', view);
      }
      return settings;
    },
  };
}
