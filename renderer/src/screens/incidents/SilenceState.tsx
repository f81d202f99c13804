import { IconBellOff } from '@tabler/icons-react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { At } from '../../components/Time.tsx';
import classes from './Silences.module.css';

/** Says that nothing is said of it, and until when. */
export function SilenceState({ incident: { silence } }: { incident: IncidentView }) {
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
    </section>
  );
}
