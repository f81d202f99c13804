import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { LiveCheck } from '../schedule/live-check.ts';
import { within } from './alert.ts';
import type { SourcesOf } from './round.ts';
import { GROUP_WAIT_MS, GROUP_WINDOW_MS } from './timing.ts';

/** Checks that cost the replica next to nothing: a probe of an index, a look into the catalogue. */
const CHEAP = new Set(['freshness', 'schema']);

/**
 * Where one table turns bad, the same check on its connection's other tables is asked at once instead of at its own
 * time: a batch that is late for five tables, or a table that shows through a view, is then seen as one cause before
 * the first word about it.
 */
export class LookAround {
  private readonly lastAt = new Map<string, EpochMs>();
  private readonly sourcesOf: SourcesOf;

  constructor(sourcesOf: SourcesOf) {
    this.sourcesOf = sourcesOf;
  }

  /**
   * Ids of the checks to ask now that this one has begun to be bad: where it costs next to nothing the same on all
   * tables, and on those whose rows a view shows in any case. At most once per group window.
   */
  after({ check }: LiveCheck, checks: Iterable<LiveCheck>, now: EpochMs): number[] {
    const { tableId, connectionId, type } = check;
    if (tableId === null) return [];
    const isCheap = CHEAP.has(type);
    const below = this.sourcesOf(tableId);
    if (!isCheap && below.length === 0) return [];
    const place = isCheap ? `connection ${connectionId}` : `view ${tableId}`;
    const kind = `${place}: ${type}`;
    if (within(this.lastAt.get(kind) ?? null, now, GROUP_WINDOW_MS)) return [];
    this.lastAt.set(kind, now);
    const peers: number[] = [];
    for (const { check: other, state } of checks) {
      const isPeer =
        other.connectionId === connectionId &&
        other.type === type &&
        other.enabled &&
        other.tableId !== tableId &&
        (isCheap || (other.tableId !== null && below.includes(other.tableId)));
      if (isPeer && !within(state?.at ?? null, now, GROUP_WAIT_MS)) peers.push(other.id);
    }
    return peers;
  }
}
