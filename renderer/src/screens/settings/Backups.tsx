import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Backup } from '../../../../shared/domain/backup.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { backUpNow, loadBackups, openBackupFolder, useBackups } from '../../stores/backups.ts';
import { BackupList } from './BackupList.tsx';
import { RestoreDialog } from './RestoreDialog.tsx';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';

export function Backups() {
  const { load, overview } = useBackups();
  const making = useAction(backUpNow);
  const opening = useAction(openBackupFolder);
  const [chosen, setChosen] = useState<Backup | null>(null);
  useEffect(() => void loadBackups(), []);
  const running = overview?.running ?? false;
  // An attempt of the user's says it by itself.
  const problem = making.problem ?? overview?.problem;
  return (
    <Section title="Backups">
      <p className={classes.text}>
        Pulse copies all it knows every day and before each upgrade, and keeps the last seven days.
      </p>
      <div className={classes.row}>
        <Button loading={making.slow} disabled={running} onClick={() => making.run()}>
          Back up now
        </Button>
        <Button onClick={() => opening.run()}>Open folder</Button>
        <span role="status" className={classes.text}>
          {running ? 'Making a backup…' : ''}
        </span>
      </div>
      {problem && <ProblemNote problem={problem} tone="warning" />}
      {opening.problem && <ProblemNote problem={opening.problem} />}
      <Loaded load={load} label="Looking for backups" retry={loadBackups} have={overview !== null}>
        {overview && <BackupList backups={overview.backups} onRestore={setChosen} />}
      </Loaded>
      {chosen && <RestoreDialog backup={chosen} onClose={() => setChosen(null)} />}
    </Section>
  );
}
