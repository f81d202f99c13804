import { UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { useEffect, useId, useState } from 'react';
import type { IncidentDetail } from '../../../../shared/domain/incident-detail.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { explainIncident } from '../../stores/incidents.ts';
import classes from './Why.module.css';

/** Each message that was sent or held back, and what to expect now. */
export function Why({ detail }: { detail: IncidentDetail }) {
  const [opened, { toggle }] = useDisclosure(false);
  useShortcuts({ 'incidents.why': toggle });
  const [sentences, setSentences] = useState<string[] | null>(null);
  const { id } = detail.incident;
  const { run, problem } = useAction(() => explainIncident(id));
  const list = useId();
  const notified = detail.timeline.some(({ kind }) => kind === 'notified');
  // Asked again whenever something was added to the timeline.
  const version = detail.timeline.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the answer depends on
  useEffect(() => {
    if (opened) void run().then((answer) => answer && setSentences(answer));
  }, [opened, version, run]);
  return (
    <section aria-label="Notifications of this incident">
      <UnstyledButton
        className={classes.fold ?? ''}
        aria-expanded={opened}
        aria-controls={list}
        onClick={toggle}
      >
        <IconChevronRight size={14} className={classes.chevron} aria-hidden="true" />
        {notified ? 'Why was I notified?' : 'Why was I not notified?'}
      </UnstyledButton>
      <div id={list}>
        {opened && problem && <ProblemNote problem={problem} onRetry={() => run()} />}
        {opened && !problem && sentences === null && <Waiting label="Asking why" />}
        {opened && sentences && (
          <ul className={classes.why}>
            {sentences.map((sentence, index) => (
              <li key={sentence} className={index === sentences.length - 1 ? classes.whyNow : undefined}>
                {sentence}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
