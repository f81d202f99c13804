import { Button, Checkbox, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import type { StandIn } from '../../../../shared/domain/connection.ts';
import classes from './ConnectionForm.module.css';

interface Props {
  standIn: StandIn | null;
  onChange: (standIn: StandIn | null) => void;
}

const kinds: Record<StandIn, { label: string; description: string }> = {
  logical_replica: {
    label: 'A logical replica',
    description: 'It receives the data by logical replication, and nothing else depends on its speed.',
  },
  reporting_copy: {
    label: 'A reporting copy',
    description: 'It was restored or copied for reports, and is not the system that takes orders.',
  },
};

/** The deliberate way around the refusal of a primary: named by hand, after a warning. */
export function StandInChoice({ standIn, onChange }: Props) {
  const [kind, setKind] = useState<StandIn | null>(null);
  const [understood, setUnderstood] = useState(false);
  if (standIn !== null) {
    return (
      <section className={classes.standIn} aria-label="Stand-in for a replica">
        <p>
          Marked by you as {kinds[standIn].label.toLowerCase()}. Pulse will run its checks on it although it
          takes writes.
        </p>
        <Button onClick={() => onChange(null)}>Take the mark back</Button>
      </section>
    );
  }
  return (
    <section className={classes.standIn} aria-label="Stand-in for a replica">
      <h3 className={classes.foldTitle}>Is it not the primary of your production?</h3>
      <p>
        A logical replica or a reporting copy also says that it is not in recovery. Only if this server is one
        of these, mark it. On a real primary, Pulse's queries would compete with your application.
      </p>
      <Radio.Group
        aria-label="What this server is"
        value={kind ?? ''}
        onChange={(value) => setKind(value as StandIn)}
      >
        <Stack gap={10}>
          {Object.entries(kinds).map(([value, words]) => (
            <Radio key={value} size="xs" value={value} {...words} />
          ))}
        </Stack>
      </Radio.Group>
      <Checkbox
        label="I am sure that this is not a production primary."
        checked={understood}
        onChange={(event) => setUnderstood(event.currentTarget.checked)}
      />
      <Button disabled={kind === null || !understood} onClick={() => onChange(kind)}>
        Mark this server
      </Button>
    </section>
  );
}
