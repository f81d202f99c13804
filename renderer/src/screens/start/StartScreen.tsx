import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import type { StartChoice, StartState } from '../../../../shared/domain/start.ts';
import { dayAndTime, lossInWords } from '../../../../shared/loss-words.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { useSlow } from '../../hooks/useSlow.ts';
import { Logo } from '../../shell/Logo.tsx';
import { chooseAtStart } from '../../stores/start.ts';
import classes from './Start.module.css';

/** What there is before anything is watched: a wait, or a decision about the data. */
export function StartScreen({ state }: { state: StartState | null }) {
  return (
    <main className={classes.start}>
      {state?.phase === 'trouble' ? <Trouble state={state} /> : <Opening />}
    </main>
  );
}

/** A start that is over soon must not flash it. */
const SLOW_MS = 1_000;

function Opening() {
  const slow = useSlow(true, SLOW_MS);
  if (!slow) return null;
  return (
    <div className={classes.opening} role="status">
      <Loader size={16} color="gray" />
      <div>
        <h1 className={classes.title}>Opening Pulse's data</h1>
        <p className={classes.text}>
          After an unexpected stop it is checked, and for a new version upgraded. With a long history that
          takes some seconds.
        </p>
      </div>
    </div>
  );
}

function Trouble({ state }: { state: Extract<StartState, { phase: 'trouble' }> }) {
  const choosing = useAction(chooseAtStart);
  const [askAfresh, setAskAfresh] = useState(false);
  const { problem, offer, afresh, dataFolder } = state;
  const choose = (choice: StartChoice) => () => void choosing.run(choice);
  const now = Date.now();
  return (
    <div className={classes.card}>
      <div className={classes.brand}>
        <Logo />
        <span>Pulse</span>
      </div>
      <h1 className={classes.title}>{problem.title}</h1>
      {problem.hint && <p className={classes.text}>{problem.hint}</p>}
      {offer && (
        <section className={classes.offer} aria-label="The last good backup">
          <h2 className={classes.heading}>
            The last good backup is from {dayAndTime(offer.backup.at, now)}.
          </h2>
          <p className={classes.text}>{lossInWords(offer.loss, now)}</p>
          <p className={classes.text}>
            The {afresh ? 'damaged file' : 'present data'} is kept: it goes to the folder “set-aside”.
          </p>
        </section>
      )}
      {choosing.problem && <ProblemNote problem={choosing.problem} />}
      <div className={classes.actions}>
        {offer && (
          <Button
            variant="filled"
            loading={choosing.slow}
            disabled={choosing.busy}
            onClick={choose('restore')}
          >
            Restore the backup
          </Button>
        )}
        {!afresh && (
          <Button variant={offer ? 'default' : 'filled'} disabled={choosing.busy} onClick={choose('retry')}>
            Try again
          </Button>
        )}
        {afresh && (
          <Button disabled={choosing.busy} onClick={() => setAskAfresh(true)}>
            Start afresh…
          </Button>
        )}
        <Button onClick={choose('openFolder')}>Open data folder</Button>
        <Button onClick={choose('quit')}>Quit</Button>
      </div>
      <p className={classes.folder}>{dataFolder}</p>
      {problem.detail && (
        <details className={classes.details}>
          <summary>Details</summary>
          <pre>{problem.detail}</pre>
        </details>
      )}
      <ConfirmDialog
        opened={askAfresh}
        title="Start afresh?"
        text="Pulse begins without connections, checks and history. The damaged file is kept in the folder “set-aside”."
        confirm="Start afresh"
        onConfirm={() => chooseAtStart('afresh')}
        onClose={() => setAskAfresh(false)}
      />
    </div>
  );
}
