import type { Handlers } from '../engine.ts';
import type { HandlerDeps } from './deps.ts';

type Method = 'queries.list' | 'settings.get' | 'settings.set';

/** Answers about what Pulse ran, and how it is set. */
export function historyHandlers({ store, events }: HandlerDeps): Handlers<Method> {
  return {
    'queries.list': ({ connectionId, beforeId, limit }) => store.queries.list(connectionId, beforeId, limit),
    'settings.get': () => store.settings.get(),
    'settings.set': (settings) => {
      store.settings.set(settings);
      events.emit('settings.changed', settings);
      return settings;
    },
  };
}
