import { Button } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { useAction } from '../../hooks/useAction.ts';
import { Hint } from '../../shortcuts/Hint.tsx';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import classes from './Incidents.module.css';
import { acknowledge } from './incident-actions.ts';

/** Says that somebody looks after it. Where that was said it stays as its state, so that nothing beside it moves. */
export function Acknowledge({ incident }: { incident: IncidentView }) {
  const acknowledging = useAction(() => acknowledge(incident));
  useShortcuts({ 'incidents.acknowledge': () => void acknowledging.run() });
  if (incident.state === 'resolved') return null;
  const done = incident.acknowledgedAt !== null;
  return (
    <Button
      variant={done ? 'transparent' : 'filled'}
      className={done ? classes.acknowledged : undefined}
      leftSection={<IconUserCheck size={14} stroke={1.8} />}
      rightSection={done ? undefined : <Hint id="incidents.acknowledge" />}
      // Not `disabled`, which would take the focus from whoever pressed it.
      aria-disabled={done || undefined}
      loading={acknowledging.slow}
      onClick={() => !done && acknowledging.run()}
    >
      {done ? 'Acknowledged' : 'Acknowledge'}
    </Button>
  );
}
