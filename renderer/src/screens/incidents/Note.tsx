import { Button, Textarea } from '@mantine/core';
import { useRef } from 'react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Ago } from '../../components/Time.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { Hint } from '../../shortcuts/Hint.tsx';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { noteOnIncident } from '../../stores/incidents.ts';
import { handOverNote, useNoteDraft, writeNote } from '../../stores/note-draft.ts';
import classes from './Incidents.module.css';

/** What somebody knows of it, for the timeline. Acknowledging takes along what stands here. */
export function Note({ incident }: { incident: IncidentView }) {
  const { id, state, acknowledgedAt } = incident;
  const note = useNoteDraft(({ byIncident }) => byIncident[id] ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const isEmpty = note.trim() === '';
  const noting = useAction(() => handOverNote(id, noteOnIncident));
  useShortcuts({ 'incidents.note': () => field.current?.focus() });
  return (
    <section aria-label="Note" className={classes.note}>
      <Textarea
        ref={field}
        label="Note"
        description={
          acknowledgedAt !== null ? (
            <>
              Acknowledged <Ago at={acknowledgedAt} />. What is known by now stands in the timeline.
            </>
          ) : state === 'resolved' ? (
            'What is known. It stands in the timeline.'
          ) : (
            'What is known, or who looks after it. It stands in the timeline; Acknowledge takes it along.'
          )
        }
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2_000}
        value={note}
        onChange={(event) => writeNote(id, event.currentTarget.value)}
        onKeyDown={(event) => {
          // Then the keys of the incident are heard again.
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isEmpty) void noting.run();
        }}
      />
      <Button
        rightSection={<Hint id="incidents.note" />}
        disabled={isEmpty}
        loading={noting.slow}
        onClick={() => noting.run()}
      >
        Add note
      </Button>
      {noting.problem && <ProblemNote problem={noting.problem} />}
    </section>
  );
}
