import { Button } from '@mantine/core';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { useAction } from '../../hooks/useAction.ts';
import { Hint } from '../../shortcuts/Hint.tsx';
import { loadIncident } from '../../stores/incidents.ts';
import { doQuietly } from '../../stores/notice.ts';
import { removeSilence } from '../../stores/silences.ts';

/** Asks for a silence, or ends the one that covers it: in the same place, where the focus stays. */
export function SilenceButton({ incident, onAsk }: { incident: IncidentView; onAsk: () => void }) {
  const { id, silence, state } = incident;
  const ending = useAction((silenceId: number) =>
    doQuietly(async () => {
      await removeSilence(silenceId);
      await loadIncident(id);
    }),
  );
  if (state === 'resolved') return null;
  const Icon = silence ? IconBell : IconBellOff;
  return (
    <Button
      leftSection={<Icon size={14} stroke={1.8} />}
      rightSection={silence ? undefined : <Hint id="incidents.silence" />}
      loading={ending.slow}
      onClick={() => (silence ? ending.run(silence.id) : onAsk())}
    >
      {silence ? 'End silence' : 'Silence…'}
    </Button>
  );
}
