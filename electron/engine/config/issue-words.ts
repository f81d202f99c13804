import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};

/** What is wrong, in a sentence that says what was expected. `value`: the document it was found in. */
export function sentenceOf(issue: z.core.$ZodIssue, document: unknown, key = ''): string {
  if (issue.code === 'unrecognized_keys') return unknownField(key);
  const found = valueAt(document, issue.path);
  if (found === undefined && issue.code !== 'custom')
    return `This is missing; expected ${expectedBy(issue)}.`;
  switch (issue.code) {
    case 'invalid_type':
      return `Expected ${expectedBy(issue)}, not ${inWords(found)}.`;
    case 'invalid_value':
    case 'invalid_union':
      return `Expected ${expectedBy(issue)}, not ${inWords(found)}.`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? ownWords(issue.message, `Expected at least ${issue.minimum}, not ${inWords(found)}.`)
        : ownWords(issue.message, 'This is empty.');
    case 'too_big':
      return ownWords(
        issue.message,
        issue.origin === 'string'
          ? `Longer than ${issue.maximum} characters.`
          : issue.origin === 'array'
            ? `More than ${issue.maximum} entries.`
            : `Expected at most ${issue.maximum}, not ${inWords(found)}.`,
      );
    default:
      return issue.message;
  }
}

function unknownField(key: string): string {
  if (/pass(word|wd|phrase)?$|secret/i.test(key)) {
    return 'Passwords do not belong into this file: it is made to be shared. Enter them under Connections.';
  }
  return `There is no field "${key}" here. Is it misspelt?`;
}

function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return oneOf(issue.values);
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_union' && 'options' in issue) return oneOf(issue.options as string[]);
  return 'something else';
}

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;

function inWords(found: unknown): string {
  if (found === null) return 'nothing';
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'a group of fields';
  const text = String(found);
  return typeof found === 'string' ? `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"` : text;
}

/** A schema's own message says more than ours; zod's stock phrases say less. */
const ownWords = (message: string, ours: string): string =>
  /^Too (small|big)/.test(message) ? ours : message;

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    document,
  );
}
