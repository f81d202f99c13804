/** What the page shows before its program runs. */
export interface FirstPaint {
  dark: boolean;
  /** How all that is watched does, in one line. Null when that is not known yet. */
  answer: string | null;
}

/** The page's file holds this where what is drawn first belongs. */
const PLACEHOLDER = '__PULSE_FIRST__';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A page up to where its first line stands, and all after it. What is no page of ours is all in front. */
export function aroundFirstPaint(page: string): [before: string, after: string] {
  const [before = '', after = ''] = page.split(PLACEHOLDER);
  return [before, after];
}

/** The overview's first line, as it stands in the page: it is read half a second before the program could draw it. */
export function drawFirst({ dark, answer }: FirstPaint): string {
  // The page's beginning is given out before the colours are known; a second `html` adds its attributes to the first.
  const scheme = `<html data-mantine-color-scheme="${dark ? 'dark' : 'light'}">`;
  if (answer === null) return scheme;
  // A connection's name is the user's own text.
  const text = answer.replace(/[&<>"]/g, (sign) => entities[sign] ?? '');
  return `${scheme}<main class="first"><h1 elementtiming="overview-answer">${text}.</h1></main>`;
}
