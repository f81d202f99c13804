import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatSeconds } from '../../../shared/format.ts';
import { readPast } from '../checks/backfill.ts';
import type { RunOutcome } from '../checks/due.ts';
import { runChecks } from '../checks/run-check.ts';
import type { ConnectionWatch } from '../connections/watch.ts';
import { within } from '../incidents/alert.ts';
import type { Clock } from '../ports.ts';
import { ReplicaError } from '../replica/errors.ts';
import { cannotBeWritten } from '../saving.ts';
import type { LiveCheck } from '../schedule/live-check.ts';
import type { StoreApi } from '../store/api.ts';
import type { Roster } from './roster.ts';

/** Facts about the replica older than this are asked for again before tables are judged through it. */
const FACTS_MAX_AGE_MS = 15_000;
/** Checks with learned bounds wait so long for a moment when the budget has plenty to read the past with. */
const LONGEST_WITHOUT_PAST_MS = 120_000;
/** So long after a check is new, others may be added that have their first look before. */
const OTHERS_FOLLOW_MS = 30_000;
/** So long where there is next to nothing, or others on the connection still wait for their first look. */
const LONGEST_AFTER_FIRST_LOOKS_MS = 600_000;
/** And so long where a debt keeps the others from their first look: reading the past would make it deeper. */
const LONGEST_IN_DEBT_MS = 3_600_000;

export interface RunnerDeps {
  store: StoreApi;
  clock: Clock;
  roster: Roster;
}

/** Asks a replica what checks want to know, with all that has to be known before. */
export class Runner {
  private readonly deps: RunnerDeps;
  /** By connection: since when, and for how long, a table's past that was read on credit is being earned. */
  private readonly onCredit = new Map<number, { at: EpochMs; ms: number }>();

  constructor(deps: RunnerDeps) {
    this.deps = deps;
  }

  /** Outcomes of checks that are asked together, in their order; or why they cannot be judged now. */
  async run(lives: readonly LiveCheck[], watch: ConnectionWatch): Promise<RunOutcome[] | string> {
    const { store, clock, roster } = this.deps;
    const tableIds = new Set(lives.flatMap(({ check }) => check.tableId ?? []));
    const tooFarBehind = tableIds.size === 0 ? null : await this.lagReason(watch);
    if (tooFarBehind !== null) return tooFarBehind;
    const { replica } = watch.keeper;
    for (const id of tableIds) {
      const table = store.tables.get(id);
      if (table) await roster.facts.refresh(table, replica, clock.now());
    }
    await this.learnPast(lives, watch);
    const dues = lives.map(({ check, price }) => roster.dueOf(check, price));
    return runChecks(dues, replica, clock);
  }

  /** Tables seen through a replica that is far behind would all look stale: the lag is the finding, not they. */
  private async lagReason(watch: ConnectionWatch): Promise<string | null> {
    const facts = await watch.keeper.freshFacts(FACTS_MAX_AGE_MS);
    if (!facts) return watch.whyNotReady();
    const { maxLagSeconds } = watch.keeper.config.policy;
    if (facts.lagSeconds === null || facts.lagSeconds <= maxLagSeconds) return null;
    return `The replica is ${formatSeconds(facts.lagSeconds)} behind its primary (more than ${formatSeconds(maxLagSeconds)}).`;
  }

  /** For checks with learned bounds that know nothing yet: what the table itself tells of the time before. */
  private async learnPast(lives: readonly LiveCheck[], watch: ConnectionWatch): Promise<void> {
    const { store, clock, roster } = this.deps;
    const blank = lives.filter(({ check }) => roster.memories.isBlank(check));
    if (blank.length === 0) return;
    const since = Math.min(...blank.map(({ check }) => roster.memories.blankSince(check, clock.now())));
    const waitedMs = clock.now() - since;
    // First verdicts by fixed bounds come before what can wait; but on a busy replica there is never plenty.
    const areFirstLooks = this.awaitsFirstLook(watch);
    const canWait = blank.every(({ check }) => check.intervalMs <= LONGEST_WITHOUT_PAST_MS);
    const isSettled = !areFirstLooks && (waitedMs >= OTHERS_FOLLOW_MS || !canWait);
    const savings = watch.savings();
    const isPoor = savings === 'none' || savings === 'debt';
    const patienceMs =
      areFirstLooks && savings === 'debt' ? LONGEST_IN_DEBT_MS : LONGEST_AFTER_FIRST_LOOKS_MS;
    const isTime =
      waitedMs >= patienceMs ||
      (waitedMs >= LONGEST_WITHOUT_PAST_MS && !areFirstLooks && !isPoor) ||
      (isSettled && savings === 'plenty');
    if (!isTime) return;
    const { id, policy } = watch.keeper.config;
    const credit = this.onCredit.get(id);
    // One table after the other: all at once they would leave nothing for the checks for minutes.
    if (isPoor && credit && within(credit.at, clock.now(), credit.ms)) return;
    const spentBefore = watch.busyMs;
    try {
      const dues = blank.map(({ check }) => roster.dueOf(check, null));
      const past = await readPast(dues, watch.keeper.replica, clock.now());
      const now = clock.now();
      store.transaction(() => {
        for (const { check } of blank) roster.memories.backfill(check, past.get(check.id) ?? [], now);
      });
    } catch (error) {
      // The check itself comes next, and meets the same trouble: it says what is wrong.
      // What was learned is in memory, and is written later.
      if (!(error instanceof ReplicaError || cannotBeWritten(error))) throw error;
    }
    const ms = (watch.busyMs - spentBefore) / policy.busyShare;
    if (isPoor) this.onCredit.set(id, { at: clock.now(), ms });
  }

  private awaitsFirstLook(watch: ConnectionWatch): boolean {
    const { id } = watch.keeper.config;
    return [...this.deps.roster.checks()].some(
      ({ check, state }) => check.connectionId === id && check.enabled && state === null,
    );
  }
}
