/** What the page shows before its program runs. */
export interface FirstPaint {
  dark: boolean;
  /** How all that is watched does, in one line. Null when that is not known yet. */
  answer: string | null;
}

/** The page's file holds these where it belongs. */
const SCHEME_PLACEHOLDER = '__PULSE_SCHEME__';
const ANSWER_PLACEHOLDER = '__PULSE_ANSWER__';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Puts the overview's first line into the page: it is read half a second before the program could draw it. */
export function withFirstPaint(page: string, { dark, answer }: FirstPaint): string {
  // A connection's name is the user's own text.
  const text = answer?.replace(/[&<>"]/g, (sign) => entities[sign] ?? '');
  const drawn =
    text === undefined ? '' : `<main class="first"><h1 elementtiming="overview-answer">${text}.</h1></main>`;
  return page.replace(SCHEME_PLACEHOLDER, dark ? 'dark' : 'light').replace(ANSWER_PLACEHOLDER, () => drawn);
}
