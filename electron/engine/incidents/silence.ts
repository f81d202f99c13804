import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { Silence } from '../../../shared/domain/silence.ts';
import type { AlertRow } from '../store/api.ts';
import type { Place } from './words.ts';

type Subject = Pick<AlertRow, 'connectionId' | 'tableId' | 'checkId' | 'kind' | 'name'>;
type Matchers = Pick<Silence, 'connectionId' | 'tableId' | 'checkId' | 'kind' | 'matcher'>;

/** Whether a finding fits every field of a silence that is given. */
export function covers(silence: Matchers, subject: Subject, place: Place): boolean {
  const { connectionId, tableId, checkId, kind, matcher } = silence;
  return (
    (connectionId === null || connectionId === subject.connectionId) &&
    (tableId === null || tableId === subject.tableId) &&
    (checkId === null || checkId === subject.checkId) &&
    (kind === null || kind === subject.kind) &&
    (matcher === null || fits(matcher, pathOf(subject, place)))
  );
}

/** What a matcher is held against: `shop/public.orders/Freshness`, or `shop/Replica unreachable`. */
function pathOf({ name }: Subject, { connectionName, tableName }: Place): string {
  return [connectionName, ...(tableName === null ? [] : [tableName]), name].join('/');
}

/** Whether a path fits a pattern in which `*` stands for anything. A pattern that ends early covers all below it. */
function fits(pattern: string, path: string): boolean {
  const [wanted, text] = [pattern.toLowerCase(), path.toLowerCase()];
  return matchesGlob(wanted, text) || matchesGlob(`${wanted}/*`, text);
}

/** Linear, whatever the pattern: only the last `*` is ever tried again. */
function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resumeAt = 0;
  for (let i = 0; i < text.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      resumeAt = i;
    } else if (pattern[at] === text[i]) {
      at += 1;
      i += 1;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resumeAt;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** The silence that keeps this finding silent for longest. Null when there is none. */
export function silenceOf(active: readonly Silence[], subject: Subject, place: Place): Silence | null {
  let longest: Silence | null = null;
  for (const silence of active) {
    if (!covers(silence, subject, place)) continue;
    if (longest === null || endOf(silence) > endOf(longest)) longest = silence;
  }
  return longest;
}

/** The one of several findings' silences that ends first: until then all of them are silent. */
export function firstToEnd(silences: readonly Silence[]): Silence | null {
  return silences.reduce<Silence | null>(
    (first, silence) => (first === null || endOf(silence) < endOf(first) ? silence : first),
    null,
  );
}

const endOf = ({ until }: Silence): EpochMs => until ?? Number.POSITIVE_INFINITY;
