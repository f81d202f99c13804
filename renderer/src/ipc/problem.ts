import type { Problem } from '../../../shared/domain/primitives.ts';

/** A failure that already knows its sentence. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Whatever was thrown, as something that can be shown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    code: 'window_error',
    title: 'Something went wrong in the window.',
    hint: 'Try again. If it keeps happening, restart Pulse; it keeps watching meanwhile.',
    detail: error instanceof Error ? error.message : String(error),
    sqlstate: null,
  };
}
