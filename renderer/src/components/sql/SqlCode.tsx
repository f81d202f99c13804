import { lazy, Suspense } from 'react';
import { CopyButton } from '../CopyButton.tsx';
import classes from './SqlCode.module.css';

const CodeArea = lazy(() => import('./CodeArea.tsx'));

/** A statement to read, in colours, with a button to take it along. */
export function SqlCode({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.code}>
      <Suspense fallback={<pre className={classes.plain}>{text}</pre>}>
        <CodeArea label={label} value={text} />
      </Suspense>
      <div className={classes.copy}>
        <CopyButton text={text} />
      </div>
    </div>
  );
}
