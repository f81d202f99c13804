import type { ConfigurationDesk } from '../config/desk.ts';
import type { Handlers } from './handlers.ts';

type Method = 'configuration.text' | 'configuration.preview' | 'configuration.apply';

/** Answers about the set-up as a file. */
export function configurationHandlers(desk: ConfigurationDesk): Handlers<Method> {
  return {
    'configuration.text': () => ({ text: desk.text() }),
    'configuration.preview': ({ text, prune }) => desk.preview(text, prune),
    'configuration.apply': ({ text, prune, fingerprint }) => desk.apply(text, prune, fingerprint),
  };
}
