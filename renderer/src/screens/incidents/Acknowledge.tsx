import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Ago } from '../../components/Time.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { Hint } from '../../shortcuts/Hint.tsx';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { acknowledgeIncident } from '../../stores/incidents.ts';
import classes from './Incidents.module.css';
import { acknowledge } from './incident-actions.ts';

/** Says that somebody looks after it, and keeps a note. */
export function Acknowledge({ incident }: { incident: IncidentView }) {
  const [note, setNote] = useState('');
  const acknowledging = useAction(() => acknowledgeIncident(incident.id, note.trim()));
  useShortcuts({
    'incidents.acknowledge': () => {
      if (note.trim() === '') acknowledge(incident);
      else void acknowledging.run();
    },
  });
  if (incident.acknowledgedAt !== null) {
    return (
      <p className={classes.small}>
        Acknowledged <Ago at={incident.acknowledgedAt} />. The note stands in the timeline.
      </p>
    );
  }
  if (incident.state === 'resolved') return null;
  return (
    <section aria-label="Acknowledge" className={classes.acknowledge}>
      <Textarea
        label="Note"
        description="What is known, or who looks after it. Kept in the timeline."
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button
        variant="filled"
        rightSection={<Hint id="incidents.acknowledge" />}
        loading={acknowledging.slow}
        onClick={() => acknowledging.run()}
      >
        Acknowledge
      </Button>
      {acknowledging.problem && <ProblemNote problem={acknowledging.problem} />}
    </section>
  );
}
