import type { Check, CheckPrice, CheckView } from '../../../shared/domain/check.ts';
import type { ConnectionView } from '../../../shared/domain/connection.ts';
import type { TableLabels } from '../../../shared/domain/labels.ts';
import { Health, healthOf, healthRank, worstHealth } from '../../../shared/domain/status.ts';
import type { MonitoredTable, TableView } from '../../../shared/domain/table.ts';
import type { CheckContext } from '../checks/check-type.ts';
import { statementOf } from '../checks/price-check.ts';
import { checkType, unitOf } from '../checks/registry.ts';
import type { ConnectionWatch } from '../connections/watch.ts';
import { isStale, type LiveCheck, latestStart } from '../schedule/live-check.ts';
import { figuresOf } from './figures.ts';

/**
 * A check as the window shows it. Its statement is made when somebody reads it: most are told of to nobody who looks at
 * them, and of an import of thousands that was most of the work.
 */
export function checkView(
  live: LiveCheck,
  contextOf: (check: Check) => CheckContext,
  paused: boolean,
  now: number,
): CheckView {
  const { check, state, price } = live;
  return {
    ...check,
    unit: unitOf(check),
    typeTitle: checkType(check.type).title,
    get sql() {
      return sqlOf(check, contextOf(check), price);
    },
    price,
    state: {
      status: state?.status ?? null,
      value: state?.value ?? null,
      low: state?.low ?? null,
      high: state?.high ?? null,
      message: state?.message ?? 'Not looked at yet.',
      at: state?.at ?? null,
      since: state?.since ?? null,
      judgedAt: state?.judgedAt ?? null,
      nextDueAt: check.enabled && !paused ? latestStart(live) : null,
      running: live.running,
      stale: isStale(live, now),
    },
  };
}

/** The statement that a check runs. Null when it asks the server only, or its settings do not fit any more. */
export function sqlOf(check: Check, context: CheckContext, price: CheckPrice | null): string | null {
  try {
    const type = checkType(check.type);
    return statementOf(type, type.config.parse(check.config), context, price)?.sql ?? null;
  } catch {
    return null;
  }
}

/** Health of one check now. Without a recent judgement it is not judged, whatever it was before. */
export function checkHealth(live: LiveCheck, now: number): Health {
  if (!live.state) return 'learning';
  if (isStale(live, now)) return 'unjudged';
  return healthOf(live.state.status);
}

/** Health of a table: the worst of its enabled checks. */
export function tableHealth(checks: Iterable<LiveCheck>, paused: boolean, now: number): Health {
  return healthFrom(healthCounts(checks, now), paused);
}

export type HealthCounts = Record<Health, number>;

export const noCounts = (): HealthCounts => ({
  broken: 0,
  warning: 0,
  unjudged: 0,
  learning: 0,
  healthy: 0,
});

function healthCounts(checks: Iterable<LiveCheck>, now: number): HealthCounts {
  const counts = noCounts();
  for (const live of checks) if (live.check.enabled) counts[checkHealth(live, now)] += 1;
  return counts;
}

/** Health of a table of which so many checks have this health and that. */
export function healthFrom(counts: HealthCounts, paused: boolean): Health {
  if (paused) return 'unjudged';
  const worst = worstHealth(Health.options.filter((health) => counts[health] > 0));
  // A check that is still learning beside others that pass takes nothing from the table's health.
  return worst === 'learning' && counts.healthy > 0 ? 'healthy' : worst;
}

/** A row of the overview: the worst of the table's enabled checks, and why. */
export function tableView(
  table: MonitoredTable,
  connection: { name: string; paused: boolean },
  checks: readonly LiveCheck[],
  incidentId: number | null,
  now: number,
): Omit<TableView, keyof TableLabels> {
  const enabled = checks.filter((live) => live.check.enabled);
  const counts = healthCounts(enabled, now);
  const health = healthFrom(counts, connection.paused);
  const decisive = enabled
    .filter((live) => checkHealth(live, now) === health)
    .sort((a, b) => (a.state?.since ?? 0) - (b.state?.since ?? 0))[0];
  return {
    ...table,
    connectionName: connection.name,
    health,
    sentence: sentenceFor(health, connection.paused, enabled, counts, decisive, now),
    since: decisive?.state?.since ?? null,
    checks: enabled.length,
    counts,
    lastJudgedAt: latest(enabled.map((live) => live.state?.judgedAt ?? null)),
    nextDueAt: connection.paused ? null : soonest(enabled.map((live) => latestStart(live))),
    incidentId,
    ...figuresOf(enabled),
  };
}

/** Stands beside the health, and does not say it again. */
function sentenceFor(
  health: Health,
  paused: boolean,
  enabled: readonly LiveCheck[],
  counts: HealthCounts,
  decisive: LiveCheck | undefined,
  now: number,
): string {
  if (paused) return 'Its connection is paused.';
  if (enabled.length === 0) return 'It has no check that is switched on.';
  if (health === 'healthy') {
    const unseen = enabled.filter((live) => !live.state).length;
    const learning = counts.learning - unseen;
    const rest = [
      counts.healthy === 1 ? '1 check passes' : `${counts.healthy} checks pass`,
      ...(learning > 0 ? [`${learning} still learning`] : []),
      ...(unseen > 0 ? [`${unseen} not looked at yet`] : []),
    ];
    return `${rest.join(', ')}.`;
  }
  if (!decisive?.state) return 'Waiting for the first look.';
  if (health === 'unjudged' && isStale(decisive, now) && decisive.state.status === 'pass') {
    return `${decisive.check.name} is overdue.`;
  }
  return decisive.state.message;
}

const latest = (times: (number | null)[]): number | null =>
  times.reduce<number | null>((best, at) => (at !== null && (best === null || at > best) ? at : best), null);

const soonest = (times: number[]): number | null => (times.length > 0 ? Math.min(...times) : null);

/** A connection as the window shows it. */
export function connectionView(
  watch: ConnectionWatch,
  passwordKept: ConnectionView['passwordKept'],
): ConnectionView {
  const { config, status, facts, problem, since } = watch.keeper;
  return {
    ...config,
    passwordKept,
    status,
    role: facts?.role ?? (status === 'refused' ? 'primary' : null),
    serverVersion: facts?.version ?? null,
    lagSeconds: status === 'ready' ? (facts?.lagSeconds ?? null) : null,
    problem,
    since,
    budget: watch.budgetView(),
    hotStandbyFeedback: facts?.hotStandbyFeedback ?? null,
    notices: watch.notices(),
  };
}

// Made once: `localeCompare` looks up the language anew for each of the thousands of comparisons of a sort.
const byName = new Intl.Collator();

/** Worst first, then by name. */
export function compareTables(a: TableView, b: TableView): number {
  return (
    healthRank(a.health) - healthRank(b.health) ||
    byName.compare(a.schema, b.schema) ||
    byName.compare(a.name, b.name)
  );
}
