import { Button } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { exportConfiguration, openImport } from '../../stores/configuration.ts';
import { ImportDialog } from '../configuration/ImportDialog.tsx';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';

/** What is watched, as a file. */
export function Configuration() {
  const [path, setPath] = useState<string | null>(null);
  const exporting = useAction(async () => setPath(await exportConfiguration()));
  const importing = useAction(openImport);
  return (
    <Section title="Configuration">
      <p className={classes.text}>
        Connections, tables, checks and notifications as one YAML file to review and share. Passwords and
        history are not in it. An import shows what it would change first.
      </p>
      <div className={classes.row}>
        <Button loading={exporting.slow} onClick={() => exporting.run()}>
          Export configuration…
        </Button>
        <Button loading={importing.slow} onClick={() => importing.run()}>
          Import configuration…
        </Button>
      </div>
      <div role="status" className={path === null ? undefined : classes.row}>
        {path !== null && (
          <>
            <span className={classes.text}>Saved to</span>
            <span className={classes.path}>{path}</span>
            <CopyButton text={path} label="Copy path" />
          </>
        )}
      </div>
      {exporting.problem && <ProblemNote problem={exporting.problem} />}
      {importing.problem && <ProblemNote problem={importing.problem} />}
      <ImportDialog />
    </Section>
  );
}
