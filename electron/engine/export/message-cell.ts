import { csvText } from '../../../shared/csv.ts';
import { BETWEEN, PLACE, putTogether } from '../store/message-parts.ts';

/** More than a page of runs says; beyond it the memory starts anew. */
const REMEMBERED = 1_000;
const NEEDS_QUOTES = /[",\r\n]/;

/** A sentence, ready to take its numbers. */
interface Prepared {
  pieces: readonly string[];
  quoted: boolean;
}

/**
 * Writes what runs said as cells. A sentence comes again and again with other numbers: what its own words need in a
 * CSV file is found out once, and of the numbers, which are digits, dots and commas, only whether there is a comma.
 */
export function messageWriter(): (sentence: string, numbers: string | null) => string {
  const known = new Map<string, Prepared | null>();
  return (sentence, numbers) => {
    if (numbers === null) return csvText(sentence);
    let prepared = known.get(sentence);
    if (prepared === undefined) {
      if (known.size >= REMEMBERED) known.clear();
      prepared = prepare(sentence);
      known.set(sentence, prepared);
    }
    if (prepared === null) return csvText(putTogether(sentence, numbers));
    const { pieces, quoted } = prepared;
    const own = numbers.split(BETWEEN);
    let cell = pieces[0] ?? '';
    for (let index = 1; index < pieces.length; index++) cell += (own[index - 1] ?? '') + pieces[index];
    return quoted || numbers.includes(',') ? `"${cell}"` : cell;
  };
}

/** Null for a sentence that a spreadsheet could take for a formula: those are rare, and not worth a second way. */
function prepare(sentence: string): Prepared | null {
  const beginning = sentence.split(PLACE, 1)[0] ?? '';
  if (csvText(beginning).startsWith("'") || csvText(beginning).startsWith('"\'')) return null;
  const pieces = sentence.split(PLACE).map((piece) => piece.replaceAll('"', '""'));
  return { pieces, quoted: NEEDS_QUOTES.test(sentence) };
}
