import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type {
  ConnectionInput,
  ConnectionView,
  PastedConnection,
} from '../../../../shared/domain/connection.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { useHoldPlace } from '../../hooks/useHoldPlace.ts';
import { createConnection, updateConnection } from '../../stores/connections.ts';
import { back, replacePlace } from '../../stores/navigation.ts';
import classes from './ConnectionForm.module.css';
import { draftOf, type Errors, errorsFrom, errorsIn, errorsOfTest, sameDraft, withParsed } from './draft.ts';
import { LoadLimits } from './LoadLimits.tsx';
import { PasteString } from './PasteString.tsx';
import { ServerFields } from './ServerFields.tsx';
import { TestPanel } from './TestPanel.tsx';
import { TlsFields } from './TlsFields.tsx';
import { useConnectionTest } from './useConnectionTest.ts';

export function ConnectionForm({ connection }: { connection?: ConnectionView }) {
  const id = connection?.id ?? null;
  const [initial] = useState(() => draftOf(connection));
  const [draft, setDraft] = useState(initial);
  const saved = useHoldPlace(!sameDraft(draft, initial));
  const [found, setFound] = useState<Errors>({});
  /** By a pasted string, until somebody writes another. */
  const [givenName, setGivenName] = useState('');
  const testing = useConnectionTest(id);
  const saving = useAction(() => (id === null ? createConnection(draft) : updateConnection(id, draft)));
  const named = errorsFrom(saving.problem);
  const errors = { ...errorsOfTest(testing.result?.problem ?? null), ...named, ...found };

  const change = (part: Partial<ConnectionInput>) => {
    setDraft((before) => ({ ...before, ...part }));
    setFound({});
    saving.clear();
    // What the connection is called is nothing to the server.
    if (Object.keys(part).some((key) => key !== 'name')) testing.forget();
  };
  const good = (): boolean => {
    const problems = errorsIn(draft);
    setFound(problems);
    return Object.keys(problems).length === 0;
  };
  const test = () => {
    if (good()) void testing.run(draft);
  };
  /** Whoever pastes a connection string wants to know whether it works, or what it does not say. */
  const take = (parsed: PastedConnection) => {
    const next = withParsed(draft, parsed, givenName);
    change(next);
    setGivenName(parsed.name);
    const missing = errorsIn(next);
    if (Object.keys(missing).length === 0) void testing.run(next);
    else setFound(missing);
  };
  const save = async () => {
    if (!good()) return;
    const stored = await saving.run();
    if (!stored) return;
    saved();
    if (id === null) replacePlace({ screen: 'add-tables', connectionId: stored.id });
    else back();
  };

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={classes.fields}>
        <PasteString onParsed={take} />
        <ServerFields draft={draft} errors={errors} onChange={change} saved={connection} />
        <TlsFields tls={draft.tls} error={errors['tls.caFile']} onChange={(tls) => change({ tls })}>
          <TextInput
            label="SSH host"
            description="If the server is behind one: your own ssh goes there, and the host is as seen from it."
            // Beside a field without a description, of which the line would be missed.
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            placeholder="bastion"
            autoComplete="off"
            spellCheck={false}
            value={draft.sshHost ?? ''}
            error={errors.sshHost}
            onChange={(event) => change({ sshHost: event.currentTarget.value || null })}
          />
        </TlsFields>
        <LoadLimits policy={draft.policy} errors={errors} onChange={(policy) => change({ policy })} />
        {saving.problem && Object.keys(named).length === 0 && <ProblemNote problem={saving.problem} />}
        <div className={classes.buttons}>
          <Button type="submit" size="sm" variant="filled" loading={saving.slow}>
            {id === null ? 'Add connection' : 'Save changes'}
          </Button>
          <Button size="sm" loading={testing.slow} disabled={saving.busy} onClick={test}>
            Test connection
          </Button>
          <Button size="sm" variant="subtle" color="gray" onClick={back}>
            Cancel
          </Button>
        </div>
      </div>
      <TestPanel
        testing={testing}
        throughSsh={draft.sshHost !== null}
        standIn={draft.standIn}
        onRetry={test}
        onStandIn={(standIn) => change({ standIn })}
      />
    </form>
  );
}
