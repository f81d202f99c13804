import { VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { SafetyReport } from '../../../../shared/domain/connection.ts';
import { Glyph, type GlyphName } from '../../components/Glyph.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Sql } from '../../components/Sql.tsx';
import { TextButton } from '../../components/TextButton.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { loadSafety } from '../../stores/running.ts';
import classes from './Connections.module.css';

const glyphs: Record<SafetyReport['lines'][number]['state'], GlyphName> = {
  ok: 'healthy',
  warning: 'warning',
  unknown: 'unjudged',
};

const words: Record<SafetyReport['lines'][number]['state'], string> = {
  ok: 'Safe',
  warning: 'Could be safer',
  unknown: 'Not known yet',
};

/** What Pulse does to this server and what keeps that harmless, folded until somebody asks. */
export function Safety({ connectionId }: { connectionId: number }) {
  const [opened, setOpened] = useState(false);
  const [report, setReport] = useState<SafetyReport | null>(null);
  const loading = useAction(() => loadSafety(connectionId));
  const { run } = loading;
  useEffect(() => {
    if (opened) void run().then((found) => found && setReport(found));
  }, [opened, run]);
  return (
    <section className={classes.safety} aria-label="Safety report">
      <span className={classes.ask}>
        <TextButton onClick={() => setOpened(!opened)} aria-expanded={opened}>
          {opened ? 'Hide what Pulse does to this server' : 'What does Pulse do to this server?'}
        </TextButton>
      </span>
      {loading.problem && <ProblemNote problem={loading.problem} onRetry={() => run()} />}
      {opened && report && (
        <>
          <ul className={classes.notes}>
            {report.lines.map(({ state, text }) => (
              <li key={text}>
                <Glyph name={glyphs[state]} size={13} />
                <span>
                  <VisuallyHidden>{words[state]}: </VisuallyHidden>
                  {text}
                </span>
              </li>
            ))}
          </ul>
          <h3 className={classes.roleTitle}>A role that can do no more than Pulse needs</h3>
          <p className={classes.small}>
            For an administrator, to be run on the primary. Replace the dots by a password of your own.
          </p>
          <Sql text={report.roleSql} label="SQL that makes a minimal role" />
        </>
      )}
    </section>
  );
}
