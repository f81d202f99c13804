import { VisuallyHidden } from '@mantine/core';
import { useIncidents } from '../stores/incidents.ts';

/** Says new firing incidents to screen readers, and nothing else. */
export function Announcer() {
  const announcement = useIncidents((state) => state.announcement);
  return (
    <VisuallyHidden role="status" aria-live="polite" aria-label="New incidents">
      {announcement}
    </VisuallyHidden>
  );
}
