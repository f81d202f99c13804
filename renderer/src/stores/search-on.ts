import type { RunsFound, SearchPlace } from '../../../shared/domain/search.ts';

/**
 * Asks on until a search has found something or is through: one for something rare answers before it has found any.
 * `wanted` says whether anybody still waits for it.
 */
export async function searchOn(
  ask: (before: SearchPlace | null) => Promise<RunsFound>,
  before: SearchPlace | null,
  wanted: () => boolean,
): Promise<RunsFound> {
  let page = await ask(before);
  while (page.runs.length === 0 && page.next !== null && wanted()) page = await ask(page.next);
  return page;
}
