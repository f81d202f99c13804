import type { SilenceView } from '../../../../shared/domain/silence.ts';

/** The silence that keeps all of a table silent the longest, of those that are about that table by itself. */
export function silenceOf(
  silences: readonly SilenceView[],
  tableId: number,
  now: number,
): SilenceView | undefined {
  const lasts = ({ until }: SilenceView) => until ?? Number.POSITIVE_INFINITY;
  return silences
    .filter(
      ({ endedAt, checkId, kind, matcher, ...each }) =>
        each.tableId === tableId && endedAt === null && checkId === null && kind === null && matcher === null,
    )
    .filter((each) => lasts(each) > now)
    .toSorted((a, b) => lasts(b) - lasts(a))[0];
}
