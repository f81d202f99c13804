import { Button, Group } from '@mantine/core';
import { IncidentLabel, type IncidentView } from '../../../../shared/domain/incident.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { labelWord } from '../../format/words.ts';
import { useAction } from '../../hooks/useAction.ts';
import { labelIncident } from '../../stores/incidents.ts';
import classes from './Incidents.module.css';

const meaning: Record<IncidentLabel, string> = {
  real: 'Data was broken; it was right to speak.',
  expected: 'Known beforehand, such as planned work.',
  noise: 'Should not have been spoken of.',
};

/** What its user made of it. */
export function Label({ incident }: { incident: IncidentView }) {
  const labelling = useAction((label: IncidentLabel | null) => labelIncident(incident.id, label));
  const { label } = incident;
  return (
    <section aria-label="Label">
      <h2 className={classes.heading}>What was it?</h2>
      <Group gap={6}>
        {IncidentLabel.options.map((each) => (
          <Button
            key={each}
            variant={label === each ? 'light' : 'default'}
            aria-pressed={label === each}
            title={meaning[each]}
            onClick={() => labelling.run(label === each ? null : each)}
          >
            {labelWord[each]}
          </Button>
        ))}
      </Group>
      <p className={classes.labelHint}>{label ? meaning[label] : 'Your word, kept with the incident.'}</p>
      {labelling.problem && <ProblemNote problem={labelling.problem} />}
    </section>
  );
}
