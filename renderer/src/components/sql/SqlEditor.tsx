import { Input } from '@mantine/core';
import { lazy, Suspense, useId } from 'react';
import type { KnownTables } from './known-tables.ts';
import classes from './SqlCode.module.css';

const CodeArea = lazy(() => import('./CodeArea.tsx'));

interface Props {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  value: string;
  onChange: (text: string) => void;
  /** What is offered while typing. */
  tables: KnownTables;
  placeholder?: string;
  /** Lines that are shown at least. */
  minLines?: number;
}

/** A field for SQL, with completion from what is known of the database. */
export function SqlEditor({ label, description, error, value, minLines = 1, ...rest }: Props) {
  const id = useId();
  const said = [description && `${id}-description`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <Input.Wrapper
      id={id}
      label={label}
      labelElement="div"
      description={description}
      descriptionProps={{ id: `${id}-description` }}
      error={error}
      errorProps={{ id: `${id}-error` }}
    >
      <div
        className={classes.field}
        data-error={Boolean(error) || undefined}
        style={{ minHeight: `${minLines * 1.25 + 0.9}rem` }}
      >
        <Suspense fallback={<pre className={classes.plain}>{value}</pre>}>
          <CodeArea label={label} value={value} describedBy={said} invalid={Boolean(error)} {...rest} />
        </Suspense>
      </div>
    </Input.Wrapper>
  );
}
