/**
 * Patterns of text formats, in the part of the regular expressions that PostgreSQL and JavaScript read alike, so that
 * they can be tried without a server.
 */

/** What the bytes 0x80 to 0xBF of UTF-8 become when they are read as Latin-1 or Windows-1252. */
const LATIN1 = '\\u0080-\\u00bf';
const CP1252 =
  '\\u20ac\\u201a\\u0192\\u201e\\u2026\\u2020\\u2021\\u02c6\\u2030\\u0160\\u2039\\u0152\\u017d\\u2018\\u2019\\u201c\\u201d\\u2022\\u2013\\u2014\\u02dc\\u2122\\u0161\\u203a\\u0153\\u017e\\u0178';
const TAIL = `[${LATIN1}${CP1252}]`;

/** ¡¢£¤¥¦§¨©ª¬¯±´µ¶¸¼½¾¿ and ‚ƒ„ˆ‰Œ˜œŸ: nothing that follows a capital letter in healthy text. */
const NEVER_AFTER_A_CAPITAL =
  '\\u00a1-\\u00aa\\u00ac\\u00af\\u00b1\\u00b4-\\u00b6\\u00b8\\u00bc-\\u00bf\\u201a\\u0192\\u201e\\u02c6\\u2030\\u0152\\u02dc\\u0153\\u0178';

/** ÃÄÅÐÑ (bytes 0xC3 to 0xC5, 0xD0, 0xD1): what most of Latin, and all of Cyrillic, begin with. */
const LEAD = '[\\u00c3-\\u00c5\\u00d0\\u00d1]';

/**
 * Damaged text. Written for no false alarm in healthy text of any language first: `Ã` is a letter in Portuguese and
 * Vietnamese, where a closing quote, a dash or a no-break space may well follow it.
 */
const DAMAGED = [
  // What a decoder puts in place of bytes that it cannot read.
  '\\ufffd',
  // Control characters, other than tab and line, page and paragraph breaks; those of Latin-1 are lost Windows-1252.
  '[\\u0001-\\u0008\\u000e-\\u001f\\u007f-\\u009f]',
  // "Ã©", "Ã¼", "Å‚", "Ñ‚": a capital before what never follows one.
  `${LEAD}[${NEVER_AFTER_A_CAPITAL}]`,
  // "canciÃ³n", "voilÃ ": a capital after a small letter, and a symbol after that.
  `[a-z]${LEAD}${TAIL}`,
  // "Ã  la carte": no word is a lone Ã.
  '(^|[^A-Za-z\\u00c0-\\u024f\\u1e00-\\u1eff])\\u00c3\\u00a0',
  // "Ã³tica", "HÃ”TEL": a symbol that ends a word, and a letter right behind it.
  `${LEAD}[\\u00ab\\u00ae\\u00b0\\u00b2\\u00b3\\u00b9-\\u00bb\\u20ac\\u2018\\u201c\\u201d\\u2020\\u2021\\u2039\\u203a\\u2122][A-Za-z]`,
  // "5Â °C", "Â£5", "Â©": a lone Â.
  '(^|[^A-Za-z\\u00c0-\\u024f\\u1e00-\\u1eff\\u00ab\\u201c\\u201e\\u0022\\u0027])\\u00c2[\\u00a1-\\u00aa\\u00ac\\u00ae-\\u00bf]',
  '[a-z0-9]\\u00c2[\\u00a0-\\u00bf]',
  // "â€™", "â€œ", "â„¢", "âœ“": punctuation and symbols in three bytes.
  `\\u00e2[\\u20ac\\u0080]${TAIL}`,
  `\\u00e2[\\u201a\\u201e\\u2020\\u2021\\u2030\\u02c6\\u02dc\\u0152\\u0153\\u0160\\u0161\\u0178\\u017d\\u017e]${TAIL}`,
  // "ÐŸÑ€", "Î±Î»", "×©×": letters of another script, two in a row.
  `([\\u00c2-\\u00df]${TAIL}){2}`,
  // "í•œêµ\u00ad": scripts of three bytes a letter, two in a row. One alone may be "é…»".
  `([\\u00e0-\\u00ef]${TAIL}{2}){2}`,
  // "Viá»‡t": Vietnamese among plain letters.
  `\\u00e1[\\u00ba\\u00bb][${LATIN1}${CP1252.replace(/\\u(2026|2013|2014|2019|201d)/g, '')}][A-Za-z]`,
  // "ðŸ˜€": emoji.
  `\\u00f0[\\u009f\\u0178]${TAIL}{2}`,
].join('|');

/** Anything but plain ASCII: what damaged text has, and what is found four times as fast as the damage itself. */
export const BEYOND_ASCII = '[^\\t-\\r -~]';

const SPACE = '\\s\\u00a0\\u200b\\u3000\\ufeff';

/** By kind: the pattern, and whether healthy text matches it. */
export const TEXT_PATTERNS = {
  damaged: { pattern: DAMAGED, healthy: false },
  email: { pattern: '^[^\\s@<>(),;:]+@[^\\s@<>(),;:.]+(\\.[^\\s@<>(),;:.]+)+$', healthy: true },
  uuid: {
    pattern: '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
    healthy: true,
  },
  whitespace: { pattern: `^[${SPACE}]|[${SPACE}]$`, healthy: false },
} as const;

/**
 * What is wrong with a regular expression as far as that can be told without PostgreSQL: brackets that do not close,
 * a backslash at the end. Null: nothing that meets the eye.
 */
export function faultOf(pattern: string): string | null {
  // `***=` and its kin give the rest another meaning.
  if (pattern.startsWith('***')) return null;
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') {
      at += 1;
      if (at === pattern.length) return 'It ends with a backslash that stands before nothing.';
    } else if (character === '[') {
      const end = endOfBracket(pattern, at);
      if (end === -1) return 'A "[" has no "]".';
      at = end;
    } else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth < 0) return 'A ")" has no "(". Write \\) for the character itself.';
    }
  }
  return depth > 0 ? 'A "(" has no ")". Write \\( for the character itself.' : null;
}

/** A `]` right at the start is a character, and so is one inside `[:alpha:]`, `[.x.]`, `[=x=]`. */
function endOfBracket(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  while (at < pattern.length && pattern[at] !== ']') {
    const inner = /^\[([:.=]).*?\1\]/.exec(pattern.slice(at));
    at += inner ? inner[0].length : pattern[at] === '\\' ? 2 : 1;
  }
  return at < pattern.length ? at : -1;
}
