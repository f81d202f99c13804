import { Button } from '@mantine/core';
import type { AppInfo } from '../../../../shared/domain/settings.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { openTopic } from '../../stores/settings.ts';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';

export function About({ info }: { info: AppInfo }) {
  const opening = useAction(openTopic);
  return (
    <>
      <Section title="Data folder">
        <p className={classes.text}>History, settings and logs stay on this machine, in one folder.</p>
        <div className={classes.row}>
          <span className={classes.path}>{info.dataFolder}</span>
          <CopyButton text={info.dataFolder} label="Copy path" />
        </div>
      </Section>
      <Section title="About">
        <p className={classes.text}>Pulse {info.version}</p>
        <div className={classes.row}>
          <Button onClick={() => opening.run('replicas')}>About read replicas</Button>
          <Button onClick={() => opening.run('licence')}>Licence</Button>
        </div>
        {opening.problem && <ProblemNote problem={opening.problem} />}
      </Section>
    </>
  );
}
