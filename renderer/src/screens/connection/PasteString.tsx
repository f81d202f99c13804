import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { PastedConnection } from '../../../../shared/domain/connection.ts';
import { useAction } from '../../hooks/useAction.ts';
import { parseConnection } from '../../stores/connections.ts';
import classes from './ConnectionForm.module.css';

/** Fills the fields from a pasted string. It may hold a password, so it is hidden, and forgotten once read. */
export function PasteString({ onParsed }: { onParsed: (input: PastedConnection) => void }) {
  const [url, setUrl] = useState('');
  const [filled, setFilled] = useState(false);
  const parsing = useAction(parseConnection);
  const read = async (text: string) => {
    const parsed = await parsing.run(text.trim());
    if (!parsed) return;
    setUrl('');
    setFilled(true);
    onParsed(parsed);
  };
  const { problem } = parsing;
  return (
    <div className={classes.paste}>
      <PasswordInput
        style={{ flex: 1 }}
        label="Connection string"
        description={
          filled
            ? 'The fields below were filled from it.'
            : 'Paste it to fill the fields below, or fill them by hand. A psql command, a JDBC URL, a section of pg_service.conf and PGHOST=… will do, too.'
        }
        placeholder="postgres://user@host:5432/database"
        autoComplete="off"
        value={url}
        error={problem && `${problem.title} ${problem.hint}`}
        onChange={(event) => {
          setUrl(event.currentTarget.value);
          setFilled(false);
          parsing.clear();
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text');
          const { selectionStart, selectionEnd, value } = event.currentTarget;
          // A part of what is being written. A whole is read as it is: a field of one line would join its lines.
          if (selectionStart !== 0 || selectionEnd !== value.length) return;
          event.preventDefault();
          setUrl(text);
          void read(text);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || url === '') return;
          event.preventDefault();
          void read(url);
        }}
      />
      <Button
        size="sm"
        className={classes.fill ?? ''}
        disabled={url.trim() === ''}
        loading={parsing.slow}
        onClick={() => read(url)}
      >
        Fill in
      </Button>
    </div>
  );
}
