import { useState } from 'react';
import type { CheckTypeInfo } from '../../../../shared/domain/check.ts';
import type { Column } from '../../../../shared/domain/table.ts';
import { type CheckOwner, useCheckTypes } from '../../stores/checks.ts';
import classes from './CheckForm.module.css';
import { CheckForm } from './CheckForm.tsx';

interface Props {
  owner: CheckOwner;
  columns: readonly Column[];
  onDone: () => void;
}

/** First what to check, then how. */
export function NewCheck({ owner, columns, onDone }: Props) {
  const scope = owner.tableId === null ? 'connection' : 'table';
  const types = useCheckTypes((state) => state.types);
  const [type, setType] = useState<CheckTypeInfo | null>(null);
  if (type) {
    return (
      <CheckForm owner={owner} columns={columns} type={type} onDone={onDone} onBack={() => setType(null)} />
    );
  }
  return (
    <ul className={classes.types} aria-label="Kinds of check">
      {types
        .filter((each) => each.scope === scope)
        .map((each) => (
          <li key={each.type}>
            <button type="button" className={classes.type} onClick={() => setType(each)}>
              <span className={classes.typeTitle}>{each.title}</span>
              <span className={classes.hint}>{each.description}</span>
            </button>
          </li>
        ))}
    </ul>
  );
}
