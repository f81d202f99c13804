import type { Problem } from '../../shared/domain/primitives.ts';

/** An error that carries a sentence for the user. Anything thrown without one is a defect of ours. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Pick<Problem, 'code' | 'title' | 'hint'> & Partial<Problem>) {
    super(problem.title);
    this.name = 'ProblemError';
    this.problem = { detail: null, sqlstate: null, ...problem };
  }
}

/** The problem that an error carries, or null when it carries none. */
export function problemOf(error: unknown): Problem | null {
  if (typeof error !== 'object' || error === null || !('problem' in error)) return null;
  return (error as { problem: Problem }).problem;
}

/** For an id that is not there (any more). */
export function notFound(what: string): ProblemError {
  return new ProblemError({
    code: 'not_found',
    title: `This ${what} is not there any more.`,
    hint: 'It may have been removed in the meantime. Go back and choose again.',
  });
}
