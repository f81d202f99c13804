import { Button } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { SilenceView } from '../../../../shared/domain/silence.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { At, Until } from '../../components/Time.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { useTicking } from '../../hooks/useTicking.ts';
import { heir } from '../../stores/mailbox.ts';
import { loadSilences, removeSilence, useSilences } from '../../stores/silences.ts';
import { holding } from './holding.ts';
import classes from './Incidents.module.css';
import own from './Silences.module.css';

/** What is kept silent now. Nothing is drawn while nothing is. */
export function Silences() {
  const { list, load } = useSilences();
  useEffect(() => void loadSilences(), []);
  const held = useTicking((now) =>
    holding(list, now)
      .map(({ id }) => id)
      .join(' '),
  );
  const rows = held.split(' ').flatMap((id) => list.find((silence) => String(silence.id) === id) ?? []);
  const { drawn, ended } = useNextOne(held);
  if (load.phase === 'failed') return <ProblemNote problem={load.problem} onRetry={loadSilences} />;
  if (rows.length === 0) return null;
  return (
    <section aria-label="Silences" className={own.silences}>
      <h2 className={classes.heading}>Silences</h2>
      <ul ref={drawn} className={classes.members}>
        {rows.map((silence) => (
          <Row key={silence.id} silence={silence} onEnd={() => ended(silence.id)} />
        ))}
      </ul>
    </section>
  );
}

/** Whoever ends one after the other by the keyboard finds the next one under it; after the last, the screen's title. */
function useNextOne(held: string) {
  const drawn = useRef<HTMLUListElement>(null);
  const before = useRef<number[]>([]);
  const pressed = useRef<number | null>(null);
  useEffect(() => {
    const [old, now] = [before.current, held.split(' ').map(Number)];
    before.current = now;
    const gone = pressed.current;
    if (gone === null || now.includes(gone)) return;
    pressed.current = null;
    if (document.activeElement !== document.body) return;
    const next = drawn.current?.querySelector<HTMLElement>(`[data-silence="${heir(old, now, gone)}"] button`);
    (next ?? document.querySelector<HTMLElement>('main h1'))?.focus();
  }, [held]);
  const ended = (id: number) => {
    pressed.current = id;
  };
  return { drawn, ended };
}

function coveredWords({ incidents, inLoudGroup }: SilenceView): string {
  const words = [
    ...(incidents > 0 ? [`${plural(incidents, 'incident')} kept silent`] : []),
    ...(inLoudGroup > 0 ? [`${plural(inLoudGroup, 'table')} of a group that still speaks`] : []),
  ];
  return words.length > 0 ? words.join(', ') : 'nothing open under it';
}

function Row({ silence, onEnd }: { silence: SilenceView; onEnd: () => void }) {
  const ending = useAction(() => removeSilence(silence.id));
  const end = () => {
    onEnd();
    void ending.run();
  };
  return (
    <li data-silence={silence.id}>
      <span className={classes.memberGlyph}>
        <IconBellOff size={15} stroke={1.7} aria-hidden="true" />
      </span>
      <div className={own.grow}>
        <div className={own.scope}>{silence.scope}</div>
        {silence.note !== '' && <div className={own.note}>{silence.note}</div>}
        <div className={classes.small}>
          {silence.until === null ? (
            'until what is open there is resolved'
          ) : (
            <>
              until <At at={silence.until} /> (<Until at={silence.until} />)
            </>
          )}
          , {coveredWords(silence)}
        </div>
        {ending.problem && <ProblemNote problem={ending.problem} />}
      </div>
      <Button loading={ending.slow} onClick={end} aria-label={`End the silence of ${silence.scope}`}>
        End
      </Button>
    </li>
  );
}
