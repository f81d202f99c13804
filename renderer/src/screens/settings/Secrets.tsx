import { Switch } from '@mantine/core';
import type { AppInfo, Settings } from '../../../../shared/domain/settings.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { allowPlainSecrets } from '../../stores/settings.ts';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';
import { secretsInWords } from './secrets-words.ts';

export function Secrets({ settings, info }: { settings: Settings; info: AppInfo }) {
  const changing = useAction(allowPlainSecrets);
  const { encrypts } = info.secrets;
  return (
    <Section title="Passwords">
      <p className={classes.text}>{secretsInWords(info, settings.allowPlainSecrets)}</p>
      {!encrypts && (
        <Switch
          label="Store passwords without encryption"
          description="They would lie readable in Pulse's data folder, for everyone who can read your files. Without it you enter them again after each start."
          checked={settings.allowPlainSecrets}
          disabled={changing.slow}
          onChange={(event) => changing.run(event.currentTarget.checked)}
        />
      )}
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </Section>
  );
}
