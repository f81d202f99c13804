import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Configuration } from '../../../shared/domain/configuration.ts';
import type { ConfigurationError } from '../../../shared/domain/configuration-plan.ts';
import { type Finding, findContradictions, type KnownNames } from './contradictions.ts';
import { configurationSchema } from './document.ts';
import { sentenceOf } from './issue-words.ts';

type Path = Finding['path'];

export type Parsed =
  | { configuration: Configuration; errors: [] }
  | { configuration: null; errors: [ConfigurationError, ...ConfigurationError[]] };

/** More are of no use to anybody. */
const MOST_ERRORS = 50;

/**
 * Reads a configuration file. Everything that is wrong in it is named with its line and its field.
 */
export function parseConfiguration(text: string, known: KnownNames): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    return failed(
      document.errors.map(({ pos, message }) => ({
        ...at(pos[0]),
        field: '',
        message: `This is not YAML: ${message}`,
      })),
    );
  }
  const read = contentOf(document);
  if ('message' in read) return failed([{ line: 1, column: 1, field: '', message: read.message }]);
  const parsed = configurationSchema.safeParse(read.value);
  const findings = parsed.success
    ? findContradictions(parsed.data, known)
    : parsed.error.issues.flatMap((issue) => findingsOf(issue, read.value));
  if (parsed.success && findings.length === 0) return { configuration: parsed.data, errors: [] };
  const errors = findings.map(({ path, message }) => ({
    ...at(offsetOf(document, path)),
    field: fieldOf(path),
    message,
  }));
  return failed(errors.sort((a, b) => a.line - b.line || a.column - b.column));
}

function failed(errors: ConfigurationError[]): Parsed {
  const [first, ...others] = errors;
  if (!first) throw new Error('A file without an error has not failed.');
  return { configuration: null, errors: [first, ...others.slice(0, MOST_ERRORS - 1)] };
}

function contentOf(document: Document): { value: unknown } | { message: string } {
  try {
    return { value: document.toJS() };
  } catch (error) {
    // An alias without an anchor, or so many of them that they would fill the memory.
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

/** A key that is not known is wrong at the key itself. */
function findingsOf(issue: z.core.$ZodIssue, value: unknown): Finding[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: sentenceOf(issue, value) }];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: sentenceOf(issue, value, key) }));
}

/** Where the thing is in the text; of one that is missing, where that which lacks it begins. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, key] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) break;
      const isLast = index === path.length - 1;
      node = pair.value;
      // An empty value has no place of its own.
      offset = (isLast && isScalar(node) && node.source ? startOf(node) : startOf(pair.key)) ?? offset;
    } else {
      node = document.getIn(path.slice(0, index + 1), true);
      offset = startOf(node) ?? offset;
    }
  }
  return offset;
}

const startOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];

/** `connections[0].tables[1].interval`. */
function fieldOf(path: Path): string {
  return path.reduce<string>((field, key) => {
    if (typeof key === 'number') return `${field}[${key}]`;
    return field === '' ? String(key) : `${field}.${String(key)}`;
  }, '');
}
