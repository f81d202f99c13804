/** Stands in a sentence where a number was. No text that a check makes has one. */
export const PLACE = '\u0001';
export const BETWEEN = '|';

/** `12,345`, `0.5`, `1e-7`: whole numbers of a text, and not the digits in a name such as `orders_2024`. */
const NUMBER = /(?<![\w.])\d(?:[\d.,]*\d)?(?:e[+-]?\d+)?(?!\w)/g;

/** A text as a sentence that repeats and the numbers that do not. */
export interface MessageParts {
  sentence: string;
  /** Null when there are none. */
  numbers: string | null;
}

export function takeApart(text: string): MessageParts {
  if (text.includes(PLACE)) return { sentence: text, numbers: null };
  const numbers: string[] = [];
  const sentence = text.replace(NUMBER, (number) => {
    numbers.push(number);
    return PLACE;
  });
  return { sentence, numbers: numbers.length === 0 ? null : numbers.join(BETWEEN) };
}

/** The text that was taken apart. */
export function putTogether(sentence: string, numbers: string | null): string {
  if (numbers === null) return sentence;
  const rest = numbers.split(BETWEEN);
  const pieces = sentence.split(PLACE);
  let text = pieces[0] ?? '';
  for (let index = 1; index < pieces.length; index++) text += (rest[index - 1] ?? '') + pieces[index];
  return text;
}
