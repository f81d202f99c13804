import type { Handlers } from '../engine.ts';
import type { HandlerDeps } from './deps.ts';

type Method = 'queries.list' | 'settings.get' | 'settings.set';

/** Answers about what Pulse ran, and how it is set. */
export function historyHandlers({ store, events, passwords, monitor }: HandlerDeps): Handlers<Method> {
  return {
    'queries.list': ({ connectionId, beforeId, limit }) => store.queries.list(connectionId, beforeId, limit),
    'settings.get': () => store.settings.get(),
    'settings.set': async (settings) => {
      const { allowPlainSecrets } = store.settings.get();
      store.settings.set(settings);
      events.emit('settings.changed', settings);
      // The vault hears of it through the event.
      if (settings.allowPlainSecrets !== allowPlainSecrets) {
        await passwords.followVault();
        for (const view of monitor.connectionViews()) events.emit('connection.changed', view);
      }
      return settings;
    },
  };
}
