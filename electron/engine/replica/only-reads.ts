import { ReplicaError } from './errors.ts';
import { WRITE_REFUSED } from './explanations.ts';

const READING = new Set(['select', 'with', 'values', 'table', 'show']);
const WRITING = new Set(
  'insert update delete merge truncate create alter drop grant revoke copy refresh import comment'.split(' '),
);

/**
 * Lets only statements pass that begin with a word for reading. A READ ONLY transaction still allows some
 * commands that are no business of Pulse (VACUUM, REINDEX, LOCK, PREPARE TRANSACTION, CHECKPOINT, NOTIFY …), and a
 * COMMIT would leave the transaction, so those never reach a server. What hides inside a SELECT is the server's to
 * refuse, and it does. Throws `ReplicaError`.
 */
export function assertReads(sql: string): void {
  if (sql.includes('\0')) {
    throw new ReplicaError('sql', {
      code: 'nul_character',
      title: 'The statement contains a NUL character, which PostgreSQL cannot read.',
      hint: 'Type the statement anew; the character is invisible. Nothing was sent to the server.',
    });
  }
  const [word, rest] = firstWord(sql);
  if (word === 'explain') {
    assertExplains(rest);
    return;
  }
  if (READING.has(word)) return;
  if (WRITING.has(word)) throw new ReplicaError('sql', WRITE_REFUSED);
  throw new ReplicaError('sql', {
    code: 'not_a_question',
    title:
      word === '' ? 'There is no statement to run.' : `Pulse does not run ${word.toUpperCase()} statements.`,
    hint: 'Write a SELECT (or WITH … SELECT, VALUES, TABLE). Nothing was sent to the server.',
  });
}

/** Options in plain words, as Pulse writes them: what is written otherwise is no list of options. */
const EXPLAIN_OPTIONS = /^\s*\([a-z\s,]*\)/i;

/**
 * EXPLAIN ANALYZE executes, and of CREATE TABLE AS even in a READ ONLY transaction. Only the options count: a statement
 * that has the word for a text or a name has a price like any other. `text`: what follows EXPLAIN.
 */
function assertExplains(text: string): void {
  const options = EXPLAIN_OPTIONS.exec(text)?.[0] ?? '';
  const explained = text.slice(options.length);
  if (/\banaly[sz]e\b/i.test(options) || /^analy[sz]e$/.test(firstWord(explained)[0])) {
    throw new ReplicaError('sql', {
      code: 'explain_analyze',
      title: 'Pulse does not run EXPLAIN ANALYZE, which executes what it explains.',
      hint: 'Use EXPLAIN without ANALYZE. Nothing was sent to the server.',
    });
  }
  assertReads(explained);
}

/** The first word in lower case, past white space, comments (which may be nested) and opening parentheses; and the rest. */
function firstWord(sql: string): [word: string, rest: string] {
  let at = 0;
  for (;;) {
    const rest = sql.slice(at);
    const skipped = /^(?:[\s(]+|--[^\n\r]*)/.exec(rest)?.[0].length ?? commentLength(rest);
    if (skipped === 0) {
      const word = /^[a-z_]*/i.exec(rest)?.[0] ?? '';
      return [word.toLowerCase(), rest.slice(word.length)];
    }
    at += skipped;
  }
}

function commentLength(sql: string): number {
  if (!sql.startsWith('/*')) return 0;
  let depth = 0;
  for (const { 0: mark, index } of sql.matchAll(/\/\*|\*\//g)) {
    depth += mark === '/*' ? 1 : -1;
    if (depth === 0) return index + 2;
  }
  return sql.length;
}
