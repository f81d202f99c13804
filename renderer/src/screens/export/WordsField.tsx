import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { changeExport, useExport } from '../../stores/export.ts';

/** After the last letter, before the rows are counted. */
const TYPING_MS = 250;

/** The words that a run must have said, or a statement must hold. */
export function WordsField({ placeholder }: { placeholder: string }) {
  const text = useExport((state) => state.filter.text);
  /** Null: nothing was typed that the filter does not have yet. */
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      setTyped(null);
      changeExport({ text: typed });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextInput
      label="Words"
      placeholder={placeholder}
      maxLength={200}
      value={typed ?? text}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
