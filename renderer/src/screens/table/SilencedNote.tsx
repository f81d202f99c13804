import { IconBellOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { TextButton } from '../../components/TextButton.tsx';
import { At } from '../../components/Time.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { loadSilences, removeSilence, useSilences } from '../../stores/silences.ts';
import { silenceOf } from './silence-of.ts';
import classes from './Table.module.css';

/** Says that nothing is said of the table, until when, and ends that. */
export function SilencedNote({ tableId }: { tableId: number }) {
  useEffect(() => void loadSilences(), []);
  const silence = useSilences((state) => silenceOf(state.list, tableId, Date.now()));
  const ending = useAction(removeSilence);
  if (!silence) return null;
  return (
    <span className={classes.silenced} role="note" aria-label="Silence">
      <IconBellOff size={13} stroke={1.8} aria-hidden="true" />
      <span>
        Silent until {silence.until === null ? 'it is resolved' : <At at={silence.until} />}
        {silence.note !== '' && `: ${silence.note}`}
      </span>
      <TextButton onClick={() => ending.run(silence.id)}>End silence</TextButton>
    </span>
  );
}
