import { Button, Group, Modal, PasswordInput, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { WebhookFormat, type WebhookInput, type WebhookView } from '../../../../shared/domain/webhook.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { useFocusReturn } from '../../hooks/useFocusReturn.ts';
import { saveWebhook, testWebhook } from '../../stores/webhooks.ts';
import classes from './Settings.module.css';
import own from './Webhooks.module.css';
import { formatWord } from './webhook-words.ts';

interface Props {
  /** Null: a new one. */
  webhook: WebhookView | null;
  onClose: () => void;
}

/** A webhook to add or change. An address that is kept is never shown again, only replaced. */
export function WebhookForm({ webhook, onClose }: Props) {
  useFocusReturn(true);
  const [name, setName] = useState(webhook?.name ?? '');
  const [format, setFormat] = useState<WebhookFormat>(webhook?.format ?? 'slack');
  const [url, setUrl] = useState('');
  const [token, setToken] = useState('');
  const [result, setResult] = useState('');
  const id = webhook?.id ?? null;
  const input: WebhookInput = {
    name: name.trim(),
    format,
    enabled: webhook?.enabled ?? true,
    url: url.trim() === '' && webhook !== null ? null : url.trim(),
    token: token.trim(),
  };
  const saving = useAction(async () => {
    await saveWebhook(id, input);
    onClose();
  });
  const testing = useAction(() => testWebhook(id, { ...input, name: input.name || 'New webhook' }));
  const test = async () => {
    setResult('');
    const answer = await testing.run();
    if (answer) setResult(answer.words);
  };
  const kept = webhook !== null;
  return (
    <Modal opened onClose={onClose} title={kept ? `Webhook ${webhook.name}` : 'Add a webhook'} size={520}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void saving.run();
        }}
      >
        <Stack gap={16}>
          <TextInput
            label="Name"
            placeholder="Data team channel"
            data-autofocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <div>
            <div className={classes.legend} id="webhook-format">
              What it takes
            </div>
            <SegmentedControl
              mt={4}
              size="xs"
              aria-labelledby="webhook-format"
              value={format}
              onChange={(value) => setFormat(WebhookFormat.parse(value))}
              data={WebhookFormat.options.map((value) => ({ value, label: formatWord[value] }))}
            />
            <p className={`${classes.small} ${classes.beneath}`}>
              {format === 'slack'
                ? 'Also right for Mattermost, Rocket.Chat and whatever takes Slack’s messages.'
                : 'Pulse’s own message, for a program.'}
            </p>
          </div>
          <PasswordInput
            label="Address"
            description={
              kept ? `Empty: as it is, at ${webhook.host}.` : 'Kept like a password: whoever has it can post.'
            }
            placeholder="https://hooks.slack.com/services/…"
            autoComplete="off"
            maxLength={2_000}
            value={url}
            onChange={(event) => setUrl(event.currentTarget.value)}
          />
          {format === 'json' && (
            <PasswordInput
              label="Token"
              description={
                kept
                  ? 'Goes with a new address. Empty: none.'
                  : 'If the receiver wants one. Sent as a bearer token.'
              }
              autoComplete="off"
              maxLength={2_000}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
          )}
          <div role="status" className={own.result}>
            {result}
          </div>
          {testing.problem && <ProblemNote problem={testing.problem} />}
          {saving.problem && <ProblemNote problem={saving.problem} />}
          <Group justify="space-between" gap={8}>
            <Button loading={testing.slow} onClick={test}>
              Test
            </Button>
            <Group gap={8}>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" variant="filled" loading={saving.slow}>
                {kept ? 'Save' : 'Add'}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
