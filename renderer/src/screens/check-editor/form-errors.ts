import type { CheckFault } from '../../../../shared/domain/check.ts';
import { CheckInput } from '../../../../shared/domain/check.ts';
import type { Problem } from '../../../../shared/domain/primitives.ts';
import type { Field, FieldKind } from './schema-fields.ts';

/** Messages by field; settings of the check's type stand under `config.<name>`. */
export type FieldErrors = Readonly<Record<string, string>>;

/** What the shared schema says before anything is sent, and which settings of its type are still empty. */
export function errorsBefore(check: CheckInput, fields: readonly Field[] = []): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { name, kind, optional } of fields) {
    if (!optional && isEmpty(check.config[name])) errors[`config.${name}`] = wanted[kind] ?? 'Fill this in.';
  }
  const parsed = CheckInput.safeParse(check);
  if (parsed.success) return errors;
  for (const issue of parsed.error.issues) errors[String(issue.path[0])] ??= issue.message;
  return errors;
}

const wanted: Partial<Record<FieldKind, string>> = {
  column: 'Choose a column.',
  columns: 'Choose at least one column.',
  schema: 'Choose a schema.',
  table: 'Choose a table.',
  column_elsewhere: 'Choose a column.',
  sql: 'Write a SELECT statement.',
};

const isEmpty = (value: unknown): boolean =>
  value == null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

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

const fieldOf = (path: string): string => (path === 'bounds' ? path : `config.${path.split('.')[0] ?? ''}`);

/** What the engine finds amiss while it is written, at the fields that somebody has been at. */
export function errorsLive(faults: readonly CheckFault[], touched: ReadonlySet<string>): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { field, message } of faults) {
    if (touched.has(fieldOf(field))) errors[fieldOf(field)] ??= message;
  }
  return errors;
}

/** A statement that the server does not understand: at the field with the name it stumbled over, else at the SQL. */
export function errorsOfStatement(
  problem: Problem | null,
  fields: readonly Field[],
  config: Readonly<Record<string, unknown>>,
): FieldErrors {
  if (!problem) return {};
  const words = `${problem.title} ${problem.detail ?? ''}`;
  const names = (field: Field) =>
    [config[field.name]].flat().some((value) => typeof value === 'string' && words.includes(`"${value}"`));
  const written = (field: Field) =>
    (field.kind === 'sql' || field.kind === 'condition') && !isEmpty(config[field.name]);
  const field =
    fields.find((each) => (each.kind === 'column' || each.kind === 'columns') && names(each)) ??
    fields.find(written);
  return field ? { [`config.${field.name}`]: problem.title } : {};
}
