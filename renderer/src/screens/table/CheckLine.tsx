import { useState } from 'react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import type { Column } from '../../../../shared/domain/table.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { Mark, StatusMark } from '../../components/Status.tsx';
import { Ago } from '../../components/Time.tsx';
import { inUnit } from '../../format/unit.ts';
import { CheckCard } from './CheckCard.tsx';
import classes from './CheckLine.module.css';
import { Fold } from './Fold.tsx';
import { Sparkline } from './Sparkline.tsx';

/** A check that is as it should be, in one line. All of it is one step away. */
export function CheckLine({ check, columns }: { check: CheckView; columns: readonly Column[] }) {
  /** Null: nobody has opened it yet. */
  const [opened, setOpened] = useState<boolean | null>(null);
  const { state } = check;
  if (opened) {
    return (
      <div className={classes.opened}>
        <CheckCard check={check} columns={columns} onFold={() => setOpened(false)} />
      </div>
    );
  }
  return (
    <section className={classes.line} aria-label={check.name} data-off={!check.enabled || undefined}>
      <span className={classes.mark}>
        {check.enabled ? <StatusMark status={state.status} /> : <Mark glyph="deferred" word="Off" />}
      </span>
      <div className={classes.words}>
        <h2 className={classes.name}>{check.name}</h2>
        <p
          className={classes.message}
          title={state.message}
          data-whole={(check.enabled && state.status !== 'pass') || undefined}
        >
          {check.price?.step === 'refused' && <Glyph name="warning" size={11} />} {state.message}
        </p>
      </div>
      <Sparkline check={check} />
      <span className={classes.value} data-end>
        {state.value === null ? '—' : inUnit(state.value, check.unit)}
      </span>
      <span className={classes.judged} data-end>
        <Ago at={state.judgedAt} none="not yet" />
      </span>
      <Fold open={false} of={check.name} takesFocus={opened === false} onToggle={() => setOpened(true)} />
    </section>
  );
}
