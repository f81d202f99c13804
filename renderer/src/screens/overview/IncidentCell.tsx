import { VisuallyHidden } from '@mantine/core';
import { IconBellOff, IconUserCheck } from '@tabler/icons-react';
import { lengthUntil } from '../../format/time.ts';
import { useTicking } from '../../hooks/useTicking.ts';
import { useIncidents } from '../../stores/incidents.ts';
import { go } from '../../stores/navigation.ts';
import classes from './Overview.module.css';

const marks = { silenced: IconBellOff, acknowledged: IconUserCheck } as const;

/** How long the table's incident lasts; leads to it. */
export function IncidentCell({ id }: { id: number | null }) {
  const incident = useIncidents((state) =>
    id === null ? undefined : state.list.find((each) => each.id === id),
  );
  const since = incident?.startedAt ?? null;
  const lasts = useTicking(
    (now, isCoarse) => (since === null ? '' : lengthUntil(since, now, isCoarse)),
    since,
  );
  if (id === null) return null;
  const state = incident?.silence ? 'silenced' : incident?.acknowledgedAt ? 'acknowledged' : null;
  const Mark = state && marks[state];
  return (
    <button
      type="button"
      className={classes.incident}
      data-calm={state !== null || undefined}
      title={[incident?.title, state].filter(Boolean).join(', ')}
      tabIndex={-1}
      onClick={() => go({ screen: 'incident', id })}
    >
      <VisuallyHidden>Incident {[incident?.title, state].filter(Boolean).join(', ')}: </VisuallyHidden>
      {lasts === '' ? 'Open' : lasts}
      {Mark && <Mark size={12} stroke={1.8} aria-hidden="true" />}
    </button>
  );
}
