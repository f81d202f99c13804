import { NumberInput, PasswordInput, TextInput } from '@mantine/core';
import type { ConnectionInput, ConnectionView } from '../../../../shared/domain/connection.ts';
import type { Problem } from '../../../../shared/domain/primitives.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useSettings } from '../../stores/settings.ts';
import { secretsInWords } from '../settings/secrets-words.ts';
import classes from './ConnectionForm.module.css';
import { type Errors, sendsElsewhere } from './draft.ts';

interface Props {
  draft: ConnectionInput;
  errors: Errors;
  /** As it is stored. Undefined: a new one. */
  saved: ConnectionView | undefined;
  onChange: (part: Partial<ConnectionInput>) => void;
}

/** Said in the same words while the host is typed: it is read aloud once. */
const ELSEWHERE = {
  code: 'password_elsewhere',
  title: 'The kept password will be sent to this other server.',
  hint: 'Enter its own password if it has one.',
  detail: null,
  sqlstate: null,
} satisfies Problem;

export function ServerFields({ draft, errors, saved, onChange }: Props) {
  const info = useSettings((state) => state.info);
  const allowPlain = useSettings((state) => state.settings?.allowPlainSecrets ?? false);
  return (
    <>
      <TextInput
        label="Name"
        description="How Pulse calls it in sentences and notifications."
        placeholder="replica-eu"
        value={draft.name}
        error={errors.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <div className={classes.hostAndPort}>
        <TextInput
          label="Host"
          placeholder="replica.example.com"
          value={draft.host}
          error={errors.host}
          onChange={(event) => onChange({ host: event.currentTarget.value })}
        />
        <NumberInput
          label="Port"
          allowDecimal={false}
          allowNegative={false}
          value={draft.port === 0 ? '' : draft.port}
          error={errors.port}
          onChange={(port) => onChange({ port: typeof port === 'number' ? port : 0 })}
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          label="Database"
          value={draft.database}
          error={errors.database}
          onChange={(event) => onChange({ database: event.currentTarget.value })}
        />
        <TextInput
          label="User"
          value={draft.user}
          error={errors.user}
          autoComplete="off"
          onChange={(event) => onChange({ user: event.currentTarget.value })}
        />
      </div>
      <PasswordInput
        label="Password"
        description={info && secretsInWords(info, allowPlain)}
        placeholder={saved && saved.passwordKept !== 'none' ? 'Unchanged' : ''}
        autoComplete="new-password"
        value={draft.password ?? ''}
        error={errors.password}
        onChange={(event) => onChange({ password: event.currentTarget.value || null })}
      />
      {sendsElsewhere(draft, saved) && <ProblemNote tone="warning" problem={ELSEWHERE} />}
    </>
  );
}
