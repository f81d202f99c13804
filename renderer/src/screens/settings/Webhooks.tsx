import { Button, Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { WebhookInput, WebhookView } from '../../../../shared/domain/webhook.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Lasting } from '../../components/Time.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { loadWebhooks, removeWebhook, saveWebhook, testWebhook, useWebhooks } from '../../stores/webhooks.ts';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';
import { WebhookForm } from './WebhookForm.tsx';
import own from './Webhooks.module.css';
import { formatWord } from './webhook-words.ts';

/** Where messages are posted beside the desktop, and how that goes. */
export function Webhooks() {
  const { list, load } = useWebhooks();
  const [editing, setEditing] = useState<WebhookView | 'new' | null>(null);
  useEffect(() => void loadWebhooks(), []);
  return (
    <Section title="Webhooks">
      <p className={classes.text}>
        Messages can also be posted to a team channel or a program. What is held back from the desktop is held
        back here, too.
      </p>
      {load.phase === 'failed' && <ProblemNote problem={load.problem} onRetry={loadWebhooks} />}
      {list.length > 0 && (
        <ul className={own.list} aria-label="Webhooks">
          {list.map((webhook) => (
            <Row key={webhook.id} webhook={webhook} onEdit={() => setEditing(webhook)} />
          ))}
        </ul>
      )}
      <Button onClick={() => setEditing('new')}>Add a webhook…</Button>
      {editing !== null && (
        <WebhookForm webhook={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </Section>
  );
}

/** As it is, to be saved with a change or tested: its address stays where it is. */
const inputOf = ({ name, format, enabled }: WebhookView): WebhookInput => ({
  name,
  format,
  enabled,
  url: null,
  token: '',
});

function Row({ webhook, onEdit }: { webhook: WebhookView; onEdit: () => void }) {
  const { id, name, host, format, enabled, waiting, problem, failingSince, addressKept } = webhook;
  const [result, setResult] = useState('');
  const [removing, setRemoving] = useState(false);
  const testing = useAction(() => testWebhook(id, inputOf(webhook)));
  const saving = useAction((change: Partial<WebhookInput>) =>
    saveWebhook(id, { ...inputOf(webhook), ...change }),
  );
  const test = async () => {
    setResult('');
    const answer = await testing.run();
    if (answer) setResult(answer.words);
  };
  return (
    <li className={own.row}>
      <Switch
        aria-label={`Post to ${name}`}
        checked={enabled}
        onChange={(event) => saving.run({ enabled: event.currentTarget.checked })}
      />
      <div className={own.text}>
        <div className={own.name}>{name}</div>
        <div className={classes.small}>
          {host === ''
            ? `${formatWord[format]}, its address is not entered yet`
            : `${formatWord[format]} to ${host}`}
          {waiting > 0 && `, ${plural(waiting, 'message')} waiting`}
          {addressKept === 'memory' && ', address kept only until Pulse is quit'}
        </div>
        {problem !== null && (
          <div className={own.problem}>
            {problem}
            {failingSince !== null && (
              <>
                {' '}
                Failing <Lasting at={failingSince} />.
              </>
            )}
          </div>
        )}
        <div role="status" className={classes.small}>
          {result}
        </div>
        {testing.problem && <ProblemNote problem={testing.problem} onRetry={test} />}
        {saving.problem && <ProblemNote problem={saving.problem} />}
      </div>
      <div className={own.actions}>
        <Button loading={testing.slow} onClick={test} aria-label={`Test ${name}`}>
          Test
        </Button>
        <Button onClick={onEdit} aria-label={`Edit ${name}`}>
          Edit…
        </Button>
        <Button onClick={() => setRemoving(true)} aria-label={`Remove ${name}`}>
          Remove…
        </Button>
      </div>
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={`Remove ${name}?`}
        text="Nothing is posted there any more, not even what still waits. Its address is erased."
        confirm="Remove"
        onConfirm={() => removeWebhook(id)}
      />
    </li>
  );
}
