/** Where a value and its normal range stand on a line from 0 to 1. */
export interface Place {
  low: number;
  high: number;
  value: number;
}

/** Null without a normal range. An open side reaches to the end of the line. */
export function place({
  value,
  low,
  high,
}: {
  value: number;
  low: number | null;
  high: number | null;
}): Place | null {
  if (low === null && high === null) return null;
  const known = [value, ...(low === null ? [] : [low]), ...(high === null ? [] : [high])];
  const span = Math.max(...known) - Math.min(...known);
  const room = span > 0 ? span * 0.35 : Math.max(1, Math.abs(value)) * 0.35;
  const from = Math.min(...known) - room;
  const to = Math.max(...known) + room;
  const on = (point: number) => (point - from) / (to - from);
  return { low: low === null ? 0 : on(low), high: high === null ? 1 : on(high), value: on(value) };
}
