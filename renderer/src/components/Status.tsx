import { VisuallyHidden } from '@mantine/core';
import type { Health, RunStatus } from '../../../shared/domain/status.ts';
import { healthWord, statusMeaning, statusWord } from '../format/words.ts';
import { Glyph, type GlyphName, glyphOfStatus } from './Glyph.tsx';
import classes from './Status.module.css';

interface MarkProps {
  glyph: GlyphName;
  word: string;
  title?: string | undefined;
  /** What is known besides the word, for readers. */
  shape?: string | undefined;
}

/** Shape, word and colour together. */
export function Mark({ glyph, word, title, shape }: MarkProps) {
  return (
    <span className={classes.mark} data-tone={glyph} title={title}>
      <Glyph name={glyph} />
      <span>{word}</span>
      {shape && <VisuallyHidden> ({shape})</VisuallyHidden>}
    </span>
  );
}

export function HealthMark({ health }: { health: Health }) {
  return <Mark glyph={health} word={healthWord[health]} />;
}

/** Null before the first run. */
export function StatusMark({ status }: { status: RunStatus | null }) {
  if (status === null) return <Mark glyph="unjudged" word="Not run yet" />;
  return <Mark glyph={glyphOfStatus[status]} word={statusWord[status]} title={statusMeaning[status]} />;
}
