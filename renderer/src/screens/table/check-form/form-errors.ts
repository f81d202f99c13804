import { CheckInput } from '../../../../../shared/domain/check.ts';
import type { Problem } from '../../../../../shared/domain/primitives.ts';

/** Messages by field; settings of the check's type stand under `config.<name>`. */
export type FieldErrors = Readonly<Record<string, string>>;

/** What the shared schema says before anything is sent. */
export function errorsBefore(check: CheckInput): FieldErrors {
  const parsed = CheckInput.safeParse(check);
  if (parsed.success) return {};
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[String(issue.path[0])] ??= issue.message;
  return errors;
}

/** The engine names the field it refused in `detail`; anything else belongs above the form. */
export function errorsFrom(problem: Problem | null): FieldErrors {
  if (!problem?.detail) return {};
  if (problem.code === 'bad_bounds') return { bounds: problem.title };
  if (problem.code !== 'bad_check') return {};
  const field = problem.detail.split('.')[0] ?? '';
  const message = problem.title.startsWith(`${problem.detail}: `)
    ? problem.title.slice(problem.detail.length + 2)
    : problem.title;
  return { [`config.${field}`]: message };
}
