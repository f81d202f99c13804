import { VisuallyHidden } from '@mantine/core';
import { Component } from 'react';
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
    return (
      <div style={{ padding: 'var(--gutter)' }}>
        <VisuallyHidden component="h1">{problem.title}</VisuallyHidden>
        <ProblemNote
          problem={problem}
          onRetry={() => this.setState({ error: null })}
          retryLabel="Show it again"
        />
      </div>
    );
  }
}
