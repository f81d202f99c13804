import { VisuallyHidden } from '@mantine/core';
import { Component, useEffect, useRef } from 'react';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { toProblem } from '../ipc/problem.ts';
import { ProblemNote } from './ProblemNote.tsx';

interface State {
  error: unknown;
}

/** Keeps a screen that breaks from taking the window with it. Remount it (with a `key`) to leave. */
export class ScreenBoundary extends Component<{ children: React.ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    const problem = {
      ...toProblem(this.state.error),
      title: 'This screen broke.',
      hint: 'The rest of the window still works, and Pulse keeps watching. Show the screen again, or go elsewhere.',
    };
    return <Broken problem={problem} onRetry={() => this.setState({ error: null })} />;
  }
}

/** Its title takes the focus, as that of every screen. */
function Broken({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div style={{ padding: 'var(--gutter)' }}>
      <VisuallyHidden ref={heading} component="h1" tabIndex={-1}>
        {problem.title}
      </VisuallyHidden>
      <ProblemNote problem={problem} onRetry={onRetry} retryLabel="Show it again" />
    </div>
  );
}
