import type { Lines } from './dataset.ts';

/** Lines of everything that `read` finds, page by page in the order of ids, until a page is not full. */
export function* pages<R extends { id: number }>(
  read: (afterId: number) => R[],
  size: number,
  write: (rows: R[]) => Lines,
): Generator<Lines> {
  let after = 0;
  for (;;) {
    const rows = read(after);
    yield write(rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) return;
    after = last.id;
  }
}
