import type { BackTest, Check, CheckInput } from '../../../shared/domain/check.ts';
import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { readPast } from '../checks/backfill.ts';
import type { Due } from '../checks/due.ts';
import { checkType, unitOf, validateCheck } from '../checks/registry.ts';
import { isIndexed, windowOf } from '../checks/window.ts';
import { type DraftsPlace, draftDues } from '../drafts.ts';
import { asRouted } from '../incidents/routing.ts';
import { DRAFT_ID } from '../monitor/memories.ts';
import type { Roster } from '../monitor/roster.ts';
import type { Clock } from '../ports.ts';
import type { ReplicaApi } from '../replica/api.ts';
import { byHand } from '../replica/by-hand.ts';
import type { StoreApi } from '../store/api.ts';
import type { StoreReader } from '../store/reader/reader.ts';
import type { DescribedTables } from '../suggest/described.ts';
import { readAges } from './past-ages.ts';
import type { PastPoint } from './replay.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** With so much history of its own a check needs no other past. */
const ENOUGH_HISTORY_MS = 14 * DAY_MS;
/** What was read of a table's past is good for so long, so that another bound costs no other question. */
const PAST_MAX_AGE_MS = 10 * MINUTE_MS;
const MOST_PASTS = 60;

interface BackTesterDeps {
  store: Pick<StoreApi, 'settings'>;
  roster: Roster;
  reader: Pick<StoreReader, 'run'>;
  described: DescribedTables;
  clock: Clock;
}

/** Tells of checks that are being written what they would have said in the past. */
export class BackTester {
  readonly #deps: BackTesterDeps;
  readonly #pasts = new Map<string, { values: PastPoint[]; at: EpochMs }>();

  constructor(deps: BackTesterDeps) {
    this.#deps = deps;
  }

  /** In the order of the checks. Throws `ProblemError` for settings that do not fit, and `ReplicaError`. */
  async test(place: DraftsPlace, inputs: readonly CheckInput[]): Promise<BackTest[]> {
    const dues = await draftDues(this.#deps, place, inputs.map(validateCheck));
    const byRuns = await Promise.all(
      dues.map(({ check }) => (check.id === DRAFT_ID ? null : this.#replay(check, null))),
    );
    const enough = (test: BackTest | null) => test !== null && test.to - test.from >= ENOUGH_HISTORY_MS;
    const short = dues.filter((_, index) => !enough(byRuns[index] ?? null));
    const pasts = await this.#readPasts(place.connectionId, short);
    return await Promise.all(
      dues.map(async (due, index) => {
        const own = byRuns[index] ?? null;
        if (own && enough(own)) return own;
        const past = pasts.get(due) ?? [];
        if (past.length > (own?.points.length ?? 0)) return await this.#replay(due.check, past);
        return own && own.points.length > 0 ? own : this.#nothing(due);
      }),
    );
  }

  #replay(check: Check, past: readonly PastPoint[] | null): Promise<BackTest> {
    const { reader, store, roster, clock } = this.#deps;
    const { notifications, holidays } = store.settings.get();
    const keepForMs = notifications.keepFiringMinutes * MINUTE_MS;
    const { zone } = roster.memories;
    return reader.run('backTest', {
      check: asRouted(notifications, check),
      past,
      zone,
      holidays,
      keepForMs,
      now: clock.now(),
    });
  }

  async #readPasts(connectionId: number, dues: readonly Due[]): Promise<Map<Due, PastPoint[]>> {
    const { roster, clock } = this.#deps;
    const now = clock.now();
    const known = (due: Due) => {
      const past = this.#pasts.get(keyOf(connectionId, due));
      return past && now - past.at < PAST_MAX_AGE_MS && now >= past.at ? past.values : null;
    };
    const unknown = dues.filter((due) => known(due) === null);
    if (unknown.length > 0) {
      const replica = byHand(roster.watch(connectionId).keeper.replica);
      const read = await pastsOf(unknown, replica, now);
      for (const due of unknown) {
        const key = keyOf(connectionId, due);
        this.#pasts.delete(key);
        this.#pasts.set(key, { values: read.get(due) ?? [], at: now });
      }
      for (const key of [...this.#pasts.keys()].slice(0, -MOST_PASTS)) this.#pasts.delete(key);
      return new Map(dues.map((due) => [due, read.get(due) ?? known(due) ?? []]));
    }
    return new Map(dues.map((due) => [due, known(due) ?? []]));
  }

  #nothing(due: Due): BackTest {
    const now = this.#deps.clock.now();
    const sentence = whyNothing(due);
    return { source: 'none', sentence, from: now, to: now, unit: unitOf(due.check), points: [], spoken: [] };
  }
}

/** Values of the past, whatever the rule: they do not depend on how they are judged. */
async function pastsOf(
  dues: readonly Due[],
  replica: ReplicaApi,
  now: EpochMs,
): Promise<Map<Due, PastPoint[]>> {
  const rule = { kind: 'anomaly', sides: 'both', guard: 'always' } as const;
  const pasts = new Map<Due, PastPoint[]>();
  // Each gets an id of its own for as long as it is asked about.
  const learners = dues.map((due, index) => ({
    ...due,
    check: { ...due.check, rule, id: index + 1 },
    context: { ...due.context, rule },
  }));
  const read = await readPast(learners, replica, now);
  for (const [index, due] of dues.entries()) {
    const arrivals = checkType(due.check.type).arrivals?.(due.check.config);
    pasts.set(
      due,
      arrivals ? await readAges(due, arrivals.column, arrivals.where, replica) : (read.get(index + 1) ?? []),
    );
  }
  return pasts;
}

function keyOf(connectionId: number, { check, context }: Due): string {
  const { type, config, bounds } = check;
  const table = context.table && [context.table.schema, context.table.name];
  // How finely ages are looked at depends on their bound.
  const fine = checkType(type).arrivals ? [bounds.warnMax, bounds.failMax] : null;
  return JSON.stringify([connectionId, table, type, config, fine]);
}

function whyNothing({ check, context }: Due): string {
  const until = 'Once it has run for a while, its own runs are.';
  if (check.tableId === null && context.table === null)
    return `There is no past to test this on yet. ${until}`;
  const type = checkType(check.type);
  const { timestampColumn = null, windowSeconds = null } = check.config as {
    timestampColumn?: string | null;
    windowSeconds?: number | null;
  };
  const window = windowOf({ timestampColumn, windowSeconds, where: null });
  const column = type.arrivals?.(check.config)?.column ?? window?.column ?? null;
  if (column === null) {
    return `It looks at the table as it is now, so the table itself tells no past to test it on. ${until}`;
  }
  if (!isIndexed(context.facts, column)) {
    return `Without an index on ${column} its past would mean reading the whole table. ${until}`;
  }
  return `The table's past was too short, or too dear to read, to test this on. ${until}`;
}
