import { Button } from '@mantine/core';
import { useState } from 'react';
import type {
  ConnectionInput,
  ConnectionTest,
  ConnectionView,
} from '../../../../shared/domain/connection.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { useHoldPlace } from '../../hooks/useHoldPlace.ts';
import { createConnection, testConnection, updateConnection } from '../../stores/connections.ts';
import { back, replacePlace } from '../../stores/navigation.ts';
import classes from './ConnectionForm.module.css';
import { draftOf, type Errors, errorsFrom, errorsIn, sameDraft, withParsed } from './draft.ts';
import { LoadLimits } from './LoadLimits.tsx';
import { PasteString } from './PasteString.tsx';
import { ServerFields } from './ServerFields.tsx';
import { TestPanel } from './TestPanel.tsx';
import { TlsFields } from './TlsFields.tsx';

export function ConnectionForm({ connection }: { connection?: ConnectionView }) {
  const id = connection?.id ?? null;
  const [initial] = useState(() => draftOf(connection));
  const [draft, setDraft] = useState(initial);
  const saved = useHoldPlace(!sameDraft(draft, initial));
  const [found, setFound] = useState<Errors>({});
  const [result, setResult] = useState<ConnectionTest | null>(null);
  const testing = useAction(() => testConnection(id, draft));
  const saving = useAction(() => (id === null ? createConnection(draft) : updateConnection(id, draft)));
  const named = errorsFrom(saving.problem);
  const errors = { ...named, ...found };

  const change = (part: Partial<ConnectionInput>) => {
    setDraft((before) => ({ ...before, ...part }));
    setFound({});
    setResult(null);
    saving.clear();
    testing.clear();
  };
  const good = (): boolean => {
    const problems = errorsIn(draft);
    setFound(problems);
    return Object.keys(problems).length === 0;
  };
  const test = async () => {
    if (!good()) return;
    setResult(null);
    setResult((await testing.run()) ?? null);
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
        <PasteString onParsed={(parsed) => change(withParsed(draft, parsed))} />
        <ServerFields
          draft={draft}
          errors={errors}
          onChange={change}
          kept={connection?.passwordKept ?? 'none'}
        />
        <TlsFields tls={draft.tls} error={errors['tls.caFile']} onChange={(tls) => change({ tls })} />
        <LoadLimits policy={draft.policy} errors={errors} onChange={(policy) => change({ policy })} />
        {saving.problem && Object.keys(named).length === 0 && <ProblemNote problem={saving.problem} />}
        <div className={classes.buttons}>
          <Button type="submit" size="sm" variant="filled" loading={saving.slow} disabled={testing.busy}>
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
        running={testing.busy}
        problem={testing.problem}
        result={result}
        standIn={draft.standIn}
        onRetry={test}
        onStandIn={(standIn) => change({ standIn })}
      />
    </form>
  );
}
