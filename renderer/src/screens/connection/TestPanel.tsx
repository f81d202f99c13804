import { Loader } from '@mantine/core';
import type { ConnectionTestStep, StandIn } from '../../../../shared/domain/connection.ts';
import { Glyph, type GlyphName } from '../../components/Glyph.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import classes from './ConnectionForm.module.css';
import { StandInChoice } from './StandInChoice.tsx';
import { StepText } from './StepText.tsx';
import type { Testing } from './useConnectionTest.ts';

interface Props {
  testing: Testing;
  /** There is an SSH host, which comes first. */
  throughSsh: boolean;
  standIn: StandIn | null;
  onRetry: () => void;
  onStandIn: (standIn: StandIn | null) => void;
}

const STEPS: readonly { name: ConnectionTestStep['name']; title: string; asks: string }[] = [
  { name: 'ssh', title: 'SSH', asks: 'Does the SSH host let your ssh in?' },
  { name: 'reach', title: 'Reach', asks: 'Does the server answer?' },
  { name: 'login', title: 'Log in', asks: 'Does it let Pulse in?' },
  { name: 'role', title: 'Role', asks: 'Is it a read replica?' },
  { name: 'read_only', title: 'Read-only', asks: 'Are writes really refused?' },
  { name: 'lag', title: 'Lag', asks: 'How far is it behind its primary?' },
  { name: 'tables', title: 'Tables', asks: 'What can Pulse read?' },
];

const glyphs: Record<ConnectionTestStep['status'], GlyphName> = {
  ok: 'healthy',
  warning: 'warning',
  failed: 'broken',
  skipped: 'unjudged',
};

const words: Record<ConnectionTestStep['status'], string> = {
  ok: 'Passed',
  warning: 'Passed with a warning',
  failed: 'Failed',
  skipped: 'Not tried',
};

/** The live test: some questions, each answered with a sentence as soon as it is known. */
export function TestPanel({ testing, throughSsh, standIn, onRetry, onStandIn }: Props) {
  const { busy: running, slow, problem, result, steps } = testing;
  const asked = STEPS.filter(({ name }) => name !== 'ssh' || throughSsh);
  const next = running ? asked.find(({ name }) => !steps.some((each) => each.name === name)) : undefined;
  const refused = result?.role === 'primary';
  return (
    <aside className={classes.test} aria-label="Connection test" aria-busy={running}>
      <h2 className={classes.testTitle}>Connection test</h2>
      <p className={classes.verdict} role="status">
        {running
          ? 'Testing…'
          : result
            ? result.usable
              ? 'Pulse can watch tables here.'
              : 'Pulse cannot use this server.'
            : 'Not tested yet. These questions will be answered:'}
      </p>
      <ol className={classes.steps}>
        {asked.map((step) => {
          const answer = steps.find((each) => each.name === step.name);
          return (
            <li key={step.name} data-status={answer?.status}>
              <span className={classes.stepGlyph} title={answer && words[answer.status]}>
                {slow && step === next ? (
                  <Loader size={14} color="gray" />
                ) : (
                  <Glyph name={answer ? glyphs[answer.status] : 'unjudged'} />
                )}
              </span>
              <div className={classes.step}>
                <div className={classes.stepTitle}>{step.title}</div>
                {answer?.status === 'failed' && result?.problem ? (
                  <ProblemNote problem={result.problem} onRetry={onRetry} retryLabel="Test again" />
                ) : (
                  <StepText text={answer?.text ?? step.asks} />
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {problem && <ProblemNote problem={problem} onRetry={onRetry} retryLabel="Test again" />}
      {(refused || standIn !== null) && <StandInChoice standIn={standIn} onChange={onStandIn} />}
    </aside>
  );
}
