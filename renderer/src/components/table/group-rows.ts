export type Item<T> =
  | { kind: 'row'; key: string; data: T }
  | { kind: 'group'; key: string; name: string; size: number };

/** Rows in their order, gathered under their group's name; groups in the order in which they first appear. */
export function grouped<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  groupBy: ((row: T) => string) | undefined,
): Item<T>[] {
  const asItem = (data: T): Item<T> => ({ kind: 'row', key: keyOf(data), data });
  if (!groupBy) return rows.map(asItem);
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = groupBy(row);
    const members = groups.get(name);
    if (members) members.push(row);
    else groups.set(name, [row]);
  }
  return [...groups].flatMap(([name, members]): Item<T>[] => [
    { kind: 'group', key: `group:${name}`, name, size: members.length },
    ...members.map(asItem),
  ]);
}
