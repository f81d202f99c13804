import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

/** After the last letter, before what was typed is acted on. */
const TYPING_MS = 250;

/**
 * A text that is shown letter by letter, and told to `onText` once the typing pauses. It is asked then, so that it adds
 * to what was chosen meanwhile.
 */
export function useTyped(
  text: string,
  onText: (text: string) => void,
): [typed: string, setTyped: (typed: string) => void] {
  // Null: nothing was typed that `text` does not have yet.
  const [typed, setTyped] = useState<string | null>(null);
  const tell = useDebouncedCallback((words: string) => {
    setTyped(null);
    if (words !== text) onText(words);
  }, TYPING_MS);
  return [
    typed ?? text,
    (words) => {
      setTyped(words);
      tell(words);
    },
  ];
}
