import type { Problem } from '../../../shared/domain/primitives.ts';

/** Where a piece of the world that comes from the main process stands. */
export type Load =
  | { phase: 'idle' }
  | { phase: 'loading' }
  | { phase: 'ready' }
  | { phase: 'failed'; problem: Problem };

export const IDLE: Load = { phase: 'idle' };
export const LOADING: Load = { phase: 'loading' };
export const READY: Load = { phase: 'ready' };

/** Replaces the item with the same id, or adds it at the end. */
export function upsert<T extends { id: number }>(list: readonly T[], item: T): T[] {
  const at = list.findIndex((other) => other.id === item.id);
  if (at === -1) return [...list, item];
  const next = [...list];
  next[at] = item;
  return next;
}

/** Applies many changed and removed items at once; returns the same list when nothing changed. */
export function applyChanges<T extends { id: number }>(
  list: readonly T[],
  changed: readonly T[],
  removed: readonly number[],
): readonly T[] {
  if (changed.length === 0 && removed.length === 0) return list;
  const byId = new Map(list.map((item) => [item.id, item]));
  for (const item of changed) byId.set(item.id, item);
  for (const id of removed) byId.delete(id);
  return [...byId.values()];
}

/**
 * Whether what is known of the checks' next runs cannot be so any more: none runs and some are planned, or the other way
 * round. A pause tells its tables and its connection only, as it may have twenty thousand checks.
 */
export function plansDiffer(
  checks: readonly { enabled: boolean; state: { nextDueAt: number | null } }[],
  running: boolean,
): boolean {
  const switchedOn = checks.filter((check) => check.enabled);
  return switchedOn.some((check) => (check.state.nextDueAt !== null) !== running);
}
