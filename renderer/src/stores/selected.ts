/** The selection after `id` was picked. */
export function toggled(
  ids: ReadonlySet<number>,
  anchor: number | null,
  id: number,
  order: readonly number[],
  range: boolean,
): Set<number> {
  const next = new Set(ids);
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  if (range && from >= 0 && to >= 0) {
    for (const each of order.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
  } else if (!next.delete(id)) next.add(id);
  return next;
}
