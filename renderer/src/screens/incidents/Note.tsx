import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Ago } from '../../components/Time.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { Hint } from '../../shortcuts/Hint.tsx';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { acknowledgeIncident, noteOnIncident } from '../../stores/incidents.ts';
import classes from './Incidents.module.css';
import { acknowledge } from './incident-actions.ts';

/** What somebody knows of it, for the timeline; and that somebody looks after it, with a note or without. */
export function Note({ incident }: { incident: IncidentView }) {
  const { id, state, acknowledgedAt } = incident;
  const [note, setNote] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const words = note.trim();
  const hand = (over: typeof noteOnIncident) => async () => {
    await over(id, words);
    setNote('');
  };
  const acknowledging = useAction(hand(acknowledgeIncident));
  const noting = useAction(hand(noteOnIncident));
  const open = state !== 'resolved' && acknowledgedAt === null;
  useShortcuts({
    'incidents.note': () => field.current?.focus(),
    'incidents.acknowledge': () => {
      if (words === '' || !open) acknowledge(incident);
      else void acknowledging.run();
    },
  });
  const problem = acknowledging.problem ?? noting.problem;
  return (
    <section aria-label="Note" className={classes.note}>
      <Textarea
        ref={field}
        label="Note"
        description={
          acknowledgedAt === null ? (
            'What is known, or who looks after it. It stands in the timeline.'
          ) : (
            <>
              Acknowledged <Ago at={acknowledgedAt} />. What is known by now stands in the timeline.
            </>
          )
        }
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && words !== '') void noting.run();
        }}
      />
      <Button
        rightSection={<Hint id="incidents.note" />}
        disabled={words === ''}
        loading={noting.slow}
        onClick={() => noting.run()}
      >
        Add note
      </Button>
      {open && (
        <Button
          variant="filled"
          rightSection={<Hint id="incidents.acknowledge" />}
          loading={acknowledging.slow}
          onClick={() => acknowledging.run()}
        >
          Acknowledge
        </Button>
      )}
      {problem && <ProblemNote problem={problem} />}
    </section>
  );
}
