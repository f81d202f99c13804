import type { SilenceView } from '../../../../shared/domain/silence.ts';

/**
 * The silences that hold at that time, those first that end first. One that covers nothing ends without a word, so the
 * clock decides. Pure.
 */
export function holding(list: readonly SilenceView[], now: number): SilenceView[] {
  return list
    .filter(({ endedAt, until }) => endedAt === null && endOf(until) > now)
    .sort((a, b) => endOf(a.until) - endOf(b.until) || b.createdAt - a.createdAt);
}

/** Those until something is resolved end last, as far as one knows. */
const endOf = (until: number | null): number => until ?? Number.MAX_SAFE_INTEGER;
