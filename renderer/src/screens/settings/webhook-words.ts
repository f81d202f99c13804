import type { WebhookFormat } from '../../../../shared/domain/webhook.ts';

export const formatWord: Record<WebhookFormat, string> = { json: 'JSON', slack: 'Slack message' };
