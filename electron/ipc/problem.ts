import type { Problem } from '../../shared/domain/primitives.ts';

/** Says that something failed without saying what is inside: the log has the rest. */
export function internalProblem(): Problem {
  return {
    code: 'internal',
    title: 'Pulse made a mistake and could not do that.',
    hint: 'Try again. If it happens again, the log file in the data folder says more.',
    detail: null,
    sqlstate: null,
  };
}

/** For a message that does not come from our own window. */
export function refused(): Problem {
  return {
    code: 'refused',
    title: 'Pulse answers only its own window.',
    hint: 'Restart Pulse.',
    detail: null,
    sqlstate: null,
  };
}

/** For input that its schema refused; `first` is the schema's own sentence. */
export function invalidInput(first: string | undefined, detail: string): Problem {
  return {
    code: 'invalid_input',
    title: first ?? 'That is not something Pulse can take.',
    hint: 'Check what you entered and try again.',
    detail,
    sqlstate: null,
  };
}
