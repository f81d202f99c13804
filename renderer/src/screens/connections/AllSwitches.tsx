import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHandStop, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { pauseAll, usePause } from '../../stores/pause.ts';
import { StopDialog } from './StopDialog.tsx';

/** What concerns every connection at once. */
export function AllSwitches() {
  const paused = usePause((state) => state.pause !== null);
  const pausing = useAction(pauseAll);
  const [stopping, stop] = useDisclosure(false);
  return (
    <>
      <Button
        leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
        loading={pausing.slow}
        onClick={() => pausing.run(!paused)}
      >
        {paused ? 'Resume all' : 'Pause all'}
      </Button>
      <Button c="var(--broken)" leftSection={<IconHandStop size={14} stroke={1.8} />} onClick={stop.open}>
        Emergency stop…
      </Button>
      {pausing.problem && <ProblemNote problem={pausing.problem} />}
      {stopping && <StopDialog onClose={stop.close} />}
    </>
  );
}
