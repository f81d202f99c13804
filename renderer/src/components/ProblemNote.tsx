import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { Glyph } from './Glyph.tsx';
import classes from './ProblemNote.module.css';

interface Props {
  problem: Problem;
  /** The way on. */
  onRetry?: (() => void) | undefined;
  retryLabel?: string;
  tone?: 'broken' | 'warning';
  children?: React.ReactNode;
}

/** What happened, what to do, and the server's own words for whoever wants them. */
export function ProblemNote({
  problem,
  onRetry,
  retryLabel = 'Try again',
  tone = 'broken',
  children,
}: Props) {
  const [opened, { toggle }] = useDisclosure(false);
  const detail = [problem.detail, problem.sqlstate && `SQLSTATE ${problem.sqlstate}`]
    .filter(Boolean)
    .join('\n');
  return (
    <div className={classes.note} data-tone={tone} role="alert">
      <span className={classes.glyph}>
        <Glyph name={tone} />
      </span>
      <div className={classes.body}>
        <p className={classes.title}>{problem.title}</p>
        {problem.hint && <p className={classes.hint}>{problem.hint}</p>}
        {opened && <pre className={classes.detail}>{detail}</pre>}
        {children}
        {(onRetry || detail) && (
          <div className={classes.actions}>
            {onRetry && <Button onClick={onRetry}>{retryLabel}</Button>}
            {detail && (
              <Button onClick={toggle} aria-expanded={opened}>
                {opened ? 'Hide details' : 'Show details'}
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
