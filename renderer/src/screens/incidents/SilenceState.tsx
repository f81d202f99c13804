import { Button } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { At } from '../../components/Time.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { loadIncident } from '../../stores/incidents.ts';
import { removeSilence } from '../../stores/silences.ts';
import classes from './Silences.module.css';

/** Says that nothing is said of it, until when, and how to end that. */
export function SilenceState({ incident }: { incident: IncidentView }) {
  const { id, silence } = incident;
  const ending = useAction(async (silenceId: number) => {
    await removeSilence(silenceId);
    await loadIncident(id);
  });
  if (!silence) return null;
  return (
    <section aria-label="Silence" className={classes.silenced}>
      <IconBellOff size={15} stroke={1.7} aria-hidden="true" />
      <span className={classes.grow}>
        Silenced{' '}
        {silence.until === null ? (
          'until it is resolved'
        ) : (
          <>
            until <At at={silence.until} />
          </>
        )}
      </span>
      <Button loading={ending.slow} onClick={() => ending.run(silence.id)}>
        End silence
      </Button>
      {ending.problem && <ProblemNote problem={ending.problem} />}
    </section>
  );
}
