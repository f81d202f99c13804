import { VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowNarrowRight,
  IconMinus,
  IconPencil,
  IconPlus,
} from '@tabler/icons-react';
import { useState } from 'react';
import type {
  ConfigurationChange,
  ConfigurationField,
  ConfigurationPlan,
} from '../../../../shared/domain/configuration-plan.ts';
import { TextButton } from '../../components/TextButton.tsx';
import { plural } from '../../format/number.ts';
import classes from './Configuration.module.css';

type Kind = ConfigurationChange['kind'];

/** A shape and a word for each kind: never colour alone. */
const LOOKS: Record<Kind, { icon: typeof IconPlus; word: string }> = {
  added: { icon: IconPlus, word: 'Added' },
  changed: { icon: IconPencil, word: 'Changed' },
  removed: { icon: IconMinus, word: 'Removed' },
};

/** More than this is not read, and would make the dialog slow. */
const MOST_SHOWN = 300;

/** "2 added, 1 changed": how much there is of each. */
export function Summary({ plan }: { plan: ConfigurationPlan }) {
  return (
    <p className={classes.summary}>
      {(['added', 'changed', 'removed'] as const).map((kind) => {
        const count = plan.changes.filter((change) => change.kind === kind).length;
        return count > 0 && <KindMark key={kind} kind={kind} word={`${count} ${kind}`} />;
      })}
    </p>
  );
}

/** Every change, with what was before and what will be. */
export function ChangeList({ changes }: { changes: readonly ConfigurationChange[] }) {
  const shown = changes.slice(0, MOST_SHOWN);
  const left = changes.length - shown.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section className={classes.scroll} aria-label="Difference" tabIndex={0}>
      <ul className={classes.list}>
        {shown.map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole, and names may repeat.
          <Change key={index} change={change} />
        ))}
      </ul>
      {left > 0 && <p className={classes.more}>And {plural(left, 'more change')}.</p>}
    </section>
  );
}

function Change({ change }: { change: ConfigurationChange }) {
  const { kind, what, name, fields, notes } = change;
  // What is new says little that is not in the file; what changes is what there is to decide.
  const [open, setOpen] = useState(kind === 'changed');
  return (
    <li className={classes.change}>
      <div className={classes.head}>
        <KindMark kind={kind} word={LOOKS[kind].word} />
        <span className={classes.name}>
          <span className={classes.what}>
            {what === 'notifications' || what === 'holidays' ? '' : `${what} `}
          </span>
          {name}
        </span>
        {kind === 'added' && (
          <TextButton onClick={() => setOpen(!open)} aria-expanded={open}>
            {open ? 'Hide' : plural(fields.length, 'setting')}
            <VisuallyHidden> of {name}</VisuallyHidden>
          </TextButton>
        )}
      </div>
      {open && fields.length > 0 && (
        <dl className={classes.fields}>
          {fields.map((field) => (
            <Field key={field.field} field={field} isNew={kind === 'added'} />
          ))}
        </dl>
      )}
      {notes.length > 0 && (
        <ul className={classes.notes}>
          {notes.map((note) => (
            <li key={note}>
              <IconAlertTriangle size={13} stroke={1.8} aria-hidden="true" />
              {note}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Field({ field: { field, before, after }, isNew }: { field: ConfigurationField; isNew: boolean }) {
  return (
    <>
      <dt>{field}</dt>
      <dd>
        {!isNew && (
          <>
            <span className={classes.before}>{before ?? 'not set'}</span>
            <IconArrowNarrowRight
              className={classes.arrow}
              size={28}
              height={11}
              stroke={1.6}
              aria-label="becomes"
            />
          </>
        )}
        {after ?? 'not set'}
      </dd>
    </>
  );
}

function KindMark({ kind, word }: { kind: Kind; word: string }) {
  const { icon: Icon } = LOOKS[kind];
  return (
    <span className={classes.kind} data-kind={kind}>
      <Icon size={14} stroke={2.2} aria-hidden="true" />
      {word}
    </span>
  );
}
