import { takeApart } from './message-parts.ts';

/** What somebody typed into a search box, for FTS5. */
export interface SearchWords {
  /** An FTS5 expression; null when there is no word in it. */
  match: string | null;
  /** Numbers that must be there, too, without thousands separators: `12345`. */
  numbers: string[];
}

const TERM = /"([^"]*)"?|[^\s"]+/gu;
const WORD = /[\p{L}\p{N}]/u;

/**
 * Every word must be there, in any order; `"words in quotes"` stand together; the last word may be a beginning, as it
 * may still be being typed. Numbers are apart: a sentence is kept without its own.
 */
export function messageWords(text: string): SearchWords {
  const numbers: string[] = [];
  const phrases: string[] = [];
  for (const term of text.matchAll(TERM)) {
    const parts = takeApart(term[1] ?? term[0]);
    numbers.push(...(parts.numbers?.split('|') ?? []).map((number) => number.replaceAll(',', '')));
    const words = parts.sentence.replaceAll('\u0001', ' ');
    if (WORD.test(words)) phrases.push(phrase(words, term[1] === undefined));
  }
  return { match: expression(phrases), numbers };
}

/** Each word, and each text in quotes. */
export function plainTerms(text: string): string[] {
  return [...text.matchAll(TERM)].map((term) => term[1] ?? term[0]).filter((term) => term.trim() !== '');
}

/** The same for texts that are kept whole. Null when nothing is asked for. */
export function textWords(text: string): string | null {
  const terms = [...text.matchAll(TERM)].filter((term) => WORD.test(term[1] ?? term[0]));
  return expression(terms.map((term) => phrase(term[1] ?? term[0], term[1] === undefined)));
}

function phrase(words: string, open: boolean): string {
  return `"${words.replaceAll('"', '')}"${open ? '*' : ''}`;
}

/** Only the last word may be a beginning. */
function expression(phrases: string[]): string | null {
  const last = phrases.length - 1;
  return phrases.length === 0
    ? null
    : phrases.map((one, index) => (index < last ? one.replace(/\*$/, '') : one)).join(' AND ');
}
