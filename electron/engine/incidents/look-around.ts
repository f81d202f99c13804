import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { LiveCheck } from '../schedule/live-check.ts';
import { within } from './alert.ts';
import { GROUP_WAIT_MS, GROUP_WINDOW_MS } from './timing.ts';

/** Checks that cost the replica next to nothing: a probe of an index, a look into the catalogue. */
const CHEAP = new Set(['freshness', 'schema']);

/**
 * Where one table turns bad, the same check on its connection's other tables is asked at once instead of at its own
 * time: a batch that is late for five tables is then seen as one cause before the first word about it.
 */
export class LookAround {
  private readonly lastAt = new Map<string, EpochMs>();

  /** Ids of the checks to ask now that this one has begun to be bad. At most once per check type and group window. */
  after({ check }: LiveCheck, checks: Iterable<LiveCheck>, now: EpochMs): number[] {
    if (check.tableId === null || !CHEAP.has(check.type)) return [];
    const kind = `${check.connectionId}:${check.type}`;
    if (within(this.lastAt.get(kind) ?? null, now, GROUP_WINDOW_MS)) return [];
    this.lastAt.set(kind, now);
    const peers: number[] = [];
    for (const { check: other, state } of checks) {
      const isPeer =
        other.connectionId === check.connectionId &&
        other.type === check.type &&
        other.enabled &&
        other.tableId !== check.tableId;
      if (isPeer && !within(state?.at ?? null, now, GROUP_WAIT_MS)) peers.push(other.id);
    }
    return peers;
  }
}
