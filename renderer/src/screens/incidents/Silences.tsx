import { Button } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { SilenceView } from '../../../../shared/domain/silence.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { At } from '../../components/Time.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { loadSilences, removeSilence, useSilences } from '../../stores/silences.ts';
import classes from './Incidents.module.css';
import own from './Silences.module.css';

/** What is kept silent now. Nothing is drawn while nothing is. */
export function Silences() {
  const { list, load } = useSilences();
  useEffect(() => void loadSilences(), []);
  const holding = list.filter((silence) => silence.endedAt === null);
  if (load.phase === 'failed') return <ProblemNote problem={load.problem} onRetry={loadSilences} />;
  if (holding.length === 0) return null;
  return (
    <section aria-label="Silences" className={own.silences}>
      <h2 className={classes.heading}>Silences</h2>
      <ul className={classes.members}>
        {holding.map((silence) => (
          <Row key={silence.id} silence={silence} />
        ))}
      </ul>
    </section>
  );
}

function Row({ silence }: { silence: SilenceView }) {
  const ending = useAction(() => removeSilence(silence.id));
  return (
    <li>
      <span className={classes.memberGlyph}>
        <IconBellOff size={15} stroke={1.7} aria-hidden="true" />
      </span>
      <div className={own.grow}>
        <div className={own.scope}>{silence.scope}</div>
        {silence.note !== '' && <div>{silence.note}</div>}
        <div className={classes.small}>
          {silence.until === null ? (
            'until it is resolved'
          ) : (
            <>
              until <At at={silence.until} />
            </>
          )}
          ,{' '}
          {silence.incidents === 0
            ? 'nothing open under it'
            : `${plural(silence.incidents, 'incident')} kept silent`}
        </div>
        {ending.problem && <ProblemNote problem={ending.problem} />}
      </div>
      <Button
        loading={ending.slow}
        onClick={() => ending.run()}
        aria-label={`End the silence of ${silence.scope}`}
      >
        End
      </Button>
    </li>
  );
}
