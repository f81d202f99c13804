import { create } from 'zustand';
import type { WebhookInput, WebhookView } from '../../../shared/domain/webhook.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';

interface WebhooksState {
  load: Load;
  list: readonly WebhookView[];
}

export const useWebhooks = create<WebhooksState>()(() => ({ load: IDLE, list: [] }));

export async function loadWebhooks(): Promise<void> {
  if (useWebhooks.getState().load.phase !== 'ready') useWebhooks.setState({ load: LOADING });
  try {
    useWebhooks.setState({ list: await call('webhooks.list'), load: READY });
  } catch (error) {
    useWebhooks.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

/** Adds one, or changes the one with that id. */
export async function saveWebhook(id: number | null, webhook: WebhookInput): Promise<void> {
  const list = await (id === null
    ? call('webhooks.create', webhook)
    : call('webhooks.update', { id, webhook }));
  useWebhooks.setState({ list });
}

export async function removeWebhook(id: number): Promise<void> {
  useWebhooks.setState({ list: await call('webhooks.remove', { id }) });
}

export const testWebhook = (id: number | null, webhook: WebhookInput) =>
  call('webhooks.test', { id, webhook });

onEventBatch((batch) => {
  const list = payloads(batch, 'webhooks.changed').at(-1);
  if (list) useWebhooks.setState({ list });
});
