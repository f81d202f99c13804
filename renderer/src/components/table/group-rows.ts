interface Keyed {
  id: string;
}

export type Item<R extends Keyed> =
  | { kind: 'row'; key: string; row: R }
  | { kind: 'group'; key: string; name: string; size: number };

/** Rows in their order, gathered under their group's name; groups in the order in which they first appear. */
export function grouped<T, R extends Keyed & { original: T }>(
  rows: readonly R[],
  groupBy: ((row: T) => string) | undefined,
): Item<R>[] {
  const asItem = (row: R): Item<R> => ({ kind: 'row', key: row.id, row });
  if (!groupBy) return rows.map(asItem);
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const name = groupBy(row.original);
    const members = groups.get(name);
    if (members) members.push(row);
    else groups.set(name, [row]);
  }
  return [...groups].flatMap(([name, members]): Item<R>[] => [
    { kind: 'group', key: `group:${name}`, name, size: members.length },
    ...members.map(asItem),
  ]);
}
