import type { ColumnProfile } from '../../../shared/domain/table.ts';
import { decimal, share, shortCount } from './number.ts';
import { minuteOf } from './time.ts';

/** A column's lowest or highest value: a number as numbers are written here, a time as `2026-01-15 09:30`. */
export function endInWords(end: ColumnProfile['lowest']): string | null {
  if (end === null) return null;
  if (typeof end === 'number') return decimal(end);
  const at = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d(:?\d\d)?)$/.test(end) ? Date.parse(end) : Number.NaN;
  if (!Number.isNaN(at)) return minuteOf(at);
  // Without a zone it is nobody's local time, and stays as the server says it.
  return end.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2');
}

/** "12 % null", in which `never` is what the column's definition promises. */
export function nullInWords(nullable: boolean, nullShare: number | null): string | null {
  if (!nullable) return 'never';
  return nullShare === null ? null : share(nullShare);
}

/** "all different", or about how many different values. */
export function distinctInWords(profile: Pick<ColumnProfile, 'distinct' | 'unique'>): string | null {
  if (profile.unique) return 'all different';
  return profile.distinct === null ? null : shortCount(profile.distinct);
}
