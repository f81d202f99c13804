import type { WebhookInput } from '../../../shared/domain/webhook.ts';
import { notFound, ProblemError } from '../problem.ts';
import type { WebhookRow } from '../store/api.ts';
import { type Address, hostOf, packed, readAddress } from '../webhooks/address.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';

type Method = 'webhooks.list' | 'webhooks.create' | 'webhooks.update' | 'webhooks.remove' | 'webhooks.test';

/** Answers about where messages are posted. */
export function webhookHandlers({ store, events, courier, webhookSecrets }: HandlerDeps): Handlers<Method> {
  const existing = (id: number): WebhookRow => {
    const row = store.webhooks.get(id);
    if (!row) throw notFound('webhook');
    return row;
  };
  const refuseSameName = (name: string, ownId: number | null) => {
    if (!store.webhooks.list().some((other) => other.name === name && other.id !== ownId)) return;
    throw new ProblemError({
      code: 'name_taken',
      title: `There is already a webhook named "${name}".`,
      hint: 'Choose another name, so that timelines say clearly which one they mean.',
      detail: 'name',
    });
  };
  const addressIn = ({ url, token }: WebhookInput): Address | null =>
    url === null ? null : readAddress(url, token);
  /** What went there alone goes nowhere then: to start posting elsewhere is its user's to say. */
  const forgetInRoutes = (gone: number) => {
    const settings = store.settings.get();
    const { routes } = settings.notifications;
    if (!routes.some(({ webhooks }) => webhooks?.includes(gone))) return;
    const without = routes.map((route) => ({
      ...route,
      webhooks: route.webhooks?.filter((id) => id !== gone) ?? null,
    }));
    store.settings.set({ ...settings, notifications: { ...settings.notifications, routes: without } });
    events.emit('settings.changed', store.settings.get());
  };
  const changed = () => {
    courier.push();
    courier.look();
    return courier.views();
  };
  return {
    'webhooks.list': () => courier.views(),
    'webhooks.create': async (webhook) => {
      refuseSameName(webhook.name, null);
      const address = addressIn(webhook);
      if (!address) {
        throw new ProblemError({
          code: 'webhook_address',
          title: 'Paste the address of the webhook.',
          hint: 'The service that is to receive the messages shows it.',
          detail: 'url',
        });
      }
      const id = store.webhooks.insert({ ...webhook, host: hostOf(address) });
      await webhookSecrets.set(id, packed(address));
      return changed();
    },
    'webhooks.update': async ({ id, webhook }) => {
      const row = existing(id);
      refuseSameName(webhook.name, id);
      const address = addressIn(webhook);
      const { name, format, enabled } = webhook;
      if (address) await webhookSecrets.set(id, packed(address));
      // Whatever was changed may be what was wrong: what waits is tried at once.
      store.webhooks.update({
        ...row,
        name,
        format,
        enabled,
        host: address ? hostOf(address) : row.host,
        attempts: 0,
        failingSince: null,
        problem: null,
        nextAt: 0,
        failureTold: false,
      });
      return changed();
    },
    'webhooks.remove': ({ id }) => {
      existing(id);
      store.transaction(() => {
        store.webhooks.remove(id);
        forgetInRoutes(id);
      });
      webhookSecrets.forget(id);
      return changed();
    },
    'webhooks.test': ({ id, webhook }) => courier.test(id, webhook),
  };
}
