/**
 * Asks on until a search has found something or is through: one for something rare answers before it has found any.
 * `wanted` says whether anybody still waits for it.
 */
export async function searchOn<P, F extends { next: P | null }>(
  ask: (before: P | null) => Promise<F>,
  before: P | null,
  isEmpty: (found: F) => boolean,
  wanted: () => boolean,
): Promise<F> {
  let page = await ask(before);
  while (isEmpty(page) && page.next !== null && wanted()) page = await ask(page.next);
  return page;
}
