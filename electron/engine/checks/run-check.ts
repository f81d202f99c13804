import type { Check } from '../../../shared/domain/check.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { Clock } from '../ports.ts';
import { problemOf } from '../problem.ts';
import type { ReplicaApi, ReplicaFailure, ServerFacts } from '../replica/api.ts';
import { ReplicaError } from '../replica/errors.ts';
import type { CheckContext, Observation, ProbeAnswer } from './check-type.ts';
import { formatNormal, judge } from './judge.ts';
import { checkType, unitOf } from './registry.ts';

/** What came of one execution of a check. */
export interface RunOutcome {
  status: RunStatus;
  value: number | null;
  message: string;
  startedAt: number;
  finishedAt: number;
  /** Milliseconds that the replica was busy. */
  durationMs: number;
  /** Why the replica gave no answer. Null when it gave one. */
  failure: ReplicaFailure | null;
  /** The statement read the table's own rows, so its success proves that they can be read. */
  readsData: boolean;
  schema: Observation['schema'] | null;
  /** What the server said of itself, when the check asked it. */
  facts: ServerFacts | null;
}

/** Failures that say nothing about the data, and after which it is best to simply come back later. */
const deferringFailures = new Set([
  'lock_timeout',
  'recovery_conflict',
  'cancelled',
  'unreachable',
  'not_a_replica',
  'auth',
]);

/**
 * Runs one check: plan, ask, observe, judge. Never throws: what goes wrong is an outcome, too, `error` when the
 * check could not be judged and `deferred` when the replica had a reason to refuse just now.
 */
export async function runCheck(
  check: Check,
  context: CheckContext,
  replica: ReplicaApi,
  clock: Clock,
): Promise<RunOutcome> {
  const startedAt = clock.now();
  const outcome = (rest: Pick<RunOutcome, 'status' | 'message'> & Partial<RunOutcome>): RunOutcome => ({
    value: null,
    startedAt,
    finishedAt: clock.now(),
    durationMs: 0,
    failure: null,
    readsData: false,
    schema: null,
    facts: null,
    ...rest,
  });
  try {
    const type = checkType(check.type);
    const config = type.config.parse(check.config);
    const probe = type.plan(config, context);
    let answer: ProbeAnswer;
    let durationMs = 0;
    if (probe.ask === 'server') {
      answer = { ask: 'server', facts: await replica.probe() };
      durationMs = clock.now() - startedAt;
    } else {
      const { sql, params } = probe;
      const reason = context.table
        ? `${check.name} · ${context.table.schema}.${context.table.name}`
        : check.name;
      const result = await replica.query({
        sql,
        ...(params ? { params } : {}),
        reason,
        checkId: check.id === 0 ? null : check.id,
      });
      answer = { ask: 'statement', result };
      durationMs = result.durationMs;
    }
    const observation = type.observe(answer, config, context);
    const status = judge(observation, check.bounds);
    return outcome({
      status,
      value: observation.value,
      message: verdict(
        observation.finding,
        status,
        type.normal ? type.normal(check.bounds, observation) : formatNormal(check.bounds, unitOf(check)),
      ),
      durationMs,
      readsData: probe.ask === 'statement' && probe.readsData,
      schema: observation.schema ?? null,
      facts: answer.ask === 'server' ? answer.facts : null,
    });
  } catch (error) {
    if (error instanceof ReplicaError) {
      const { kind, problem } = error;
      const status = deferringFailures.has(kind) ? 'deferred' : 'error';
      return outcome({
        status,
        message: problem.title,
        failure: { kind, problem },
        durationMs: clock.now() - startedAt,
      });
    }
    const problem = problemOf(error);
    const message =
      problem?.title ??
      `Pulse could not judge this: ${error instanceof Error ? error.message : String(error)}`;
    return outcome({ status: 'error', message });
  }
}

function verdict(finding: string, status: RunStatus, normal: string | null): string {
  const bad = status === 'warn' || status === 'fail';
  const text = bad && normal ? `${finding}; ${normal}` : finding;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
