import { TextInput } from '@mantine/core';
import { useTyped } from '../../hooks/useTyped.ts';
import { changeExport, useExport } from '../../stores/export.ts';

/** The words that a run must have said, or a statement must hold. */
export function WordsField({ placeholder }: { placeholder: string }) {
  const text = useExport((state) => state.filter.text);
  const [typed, setTyped] = useTyped(text, (words) => changeExport({ text: words }));
  return (
    <TextInput
      label="Words"
      placeholder={placeholder}
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
