import { CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { ProblemNote } from '../components/ProblemNote.tsx';
import { clearNotice, useNotice } from '../stores/notice.ts';
import classes from './Notice.module.css';

/** Long enough to read a short line twice. */
const SHOWN_MS = 5_000;

/** The answer to what was asked for from the palette or for many rows at once; a failure stays until it is closed. */
export function Notice() {
  const { text, problem, turn } = useNotice();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn has a time of its own
  useEffect(() => {
    if (text === '') return;
    const timer = setTimeout(clearNotice, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text, turn]);
  return (
    <div className={classes.place}>
      <div role="status" aria-label="What was done">
        {text !== '' && <p className={classes.notice}>{text}</p>}
      </div>
      {problem && (
        <div className={classes.problem}>
          <ProblemNote problem={problem} />
          <CloseButton className={classes.close} size="sm" aria-label="Close" onClick={clearNotice} />
        </div>
      )}
    </div>
  );
}
