import type { CheckPrice } from '../../../shared/domain/check.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import { fold } from '../planner/fold.ts';
import { groupScans } from '../planner/groups.ts';
import type { Clock } from '../ports.ts';
import { problemOf } from '../problem.ts';
import type { FailureKind, ReplicaApi } from '../replica/api.ts';
import { columnsOfManyStatement, splitColumns } from '../replica/catalogue.ts';
import { ReplicaError } from '../replica/errors.ts';
import { type Asked, ask } from './ask.ts';
import type { Observation, Probe, ProbeAnswer } from './check-type.ts';
import { type Due, NO_ANSWER, type RunOutcome } from './due.ts';
import { judge } from './judge.ts';
import { ownPermission } from './own-permission.ts';
import { idOf, reasonOf } from './reason.ts';
import { measuredOf } from './registry.ts';

/** Failures that say nothing about the data, and after which it is best to simply come back later. */
const deferringFailures: ReadonlySet<FailureKind> = new Set([
  'lock_timeout',
  'recovery_conflict',
  'cancelled',
  'unreachable',
  'not_a_replica',
  'auth',
]);

/** Failures of one part of a folded statement, which must not take the other checks' answers with them. */
const ownFailures: ReadonlySet<FailureKind> = new Set(['sql', 'missing_column']);

const HIDDEN_ROWS = 'row-level security may hide rows from Pulse';

/** Tables whose columns one statement asks for at most. */
const MOST_TABLES = 200;

/** One check alone. Never throws, like `runChecks`. */
export async function runCheck(due: Due, replica: ReplicaApi, clock: Clock): Promise<RunOutcome> {
  const [outcome] = await runChecks([due], replica, clock);
  if (!outcome) throw new Error('A check came to nothing.');
  return outcome;
}

/**
 * Runs checks of one table, of one connection, or of a type that is asked across tables: price, plan, ask, observe,
 * judge. Scans are folded into one statement, and so are questions for columns. Outcomes are in the order of the checks. Never throws: what goes wrong is an outcome, too, `error` when
 * the check could not be judged and `deferred` when the replica, or the load limit, had a reason to refuse just now.
 */
export async function runChecks(
  dues: readonly Due[],
  replica: ReplicaApi,
  clock: Clock,
): Promise<RunOutcome[]> {
  const startedAt = clock.now();
  const outcomes = new Map<Due, RunOutcome>();
  const settle = (due: Due, rest: Pick<RunOutcome, 'status' | 'message'> & Partial<RunOutcome>) => {
    outcomes.set(due, {
      ...NO_ANSWER,
      startedAt,
      finishedAt: clock.now(),
      ...rest,
    });
  };
  const fail = (due: Due, error: unknown, price: CheckPrice | null = null) =>
    settle(due, { ...failureOf(error), durationMs: 0, price });

  const asked: Asked[] = [];
  for (const question of await ask(dues, replica, clock, fail)) {
    if (question.price?.step === 'refused') {
      const { sentence } = question.price;
      settle(question.due, { status: 'deferred', message: sentence, price: newPrice(question) });
    } else {
      asked.push(question);
    }
  }

  const conclude: Conclude = (question, answer, durationMs, statementMs = durationMs) => {
    const { due, type, config, probe } = question;
    try {
      const observation = type.observe(answer, config, due.context);
      const at = clock.now();
      const judgement = judge(observation, due.check, measuredOf(due.check), due.past, at);
      const normal =
        type.normal && due.check.rule.kind === 'fixed'
          ? type.normal(due.check.bounds, observation)
          : judgement.normal;
      settle(due, {
        status: judgement.status,
        value: observation.value,
        low: judgement.low,
        high: judgement.high,
        message: sentence(observation, judgement.status, normal, question),
        ...(judgement.marginal ? { marginal: true } : {}),
        ...(judgement.extraRuns ? { extraRuns: judgement.extraRuns } : {}),
        durationMs,
        statementMs,
        readsData: readsData(probe),
        schema: observation.schema ?? null,
        facts: answer.ask === 'server' ? answer.facts : null,
        // Once it has learned, it asks something else, which is priced then.
        price: probe.ask === 'statement' && 'known' in observation ? null : newPrice(question),
        ...('known' in observation ? { known: observation.known } : {}),
      });
    } catch (error) {
      fail(due, error, newPrice(question));
    }
  };

  for (const group of groups(asked)) {
    await askGroup(group, replica, clock, conclude, (question, error) =>
      fail(question.due, error, newPrice(question)),
    );
  }
  return dues.map((due) => outcomes.get(due) as RunOutcome);
}

/** Takes an answer, and the check's part of the milliseconds that its statement took. */
type Conclude = (question: Asked, answer: ProbeAnswer, durationMs: number, statementMs?: number) => void;

/** Checks that are asked together: scans that read the same pages, and columns; each other question by itself. */
function groups(asked: readonly Asked[]): Asked[][] {
  const scans = asked.flatMap((question) => {
    const { probe, sample, price } = question;
    if (probe.ask !== 'scan') return [];
    const samplePercent = sample?.percent ?? null;
    return {
      question,
      scan: probe.scan,
      samplePercent,
      shape: price?.shape ?? null,
      bytes: price?.bytes ?? null,
    };
  });
  const others = asked.filter(({ probe }) => probe.ask !== 'scan');
  const columns = others.filter((question) => columnsOf(question) !== null);
  const alone = others.filter((question) => !columns.includes(question)).map((question) => [question]);
  const folded = groupScans(scans, asked[0]?.due.context.facts ?? null);
  return [...folded.map((group) => group.map(({ question }) => question)), ...chunks(columns), ...alone];
}

const columnsOf = ({ probe }: Asked) => (probe.ask === 'statement' ? (probe.columnsOf ?? null) : null);

function chunks<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / MOST_TABLES);
  return Array.from({ length: count }, (_, index) =>
    all.slice(index * MOST_TABLES, (index + 1) * MOST_TABLES),
  );
}

async function askGroup(
  group: readonly Asked[],
  replica: ReplicaApi,
  clock: Clock,
  conclude: Conclude,
  fail: (question: Asked, error: unknown) => void,
): Promise<void> {
  const [first] = group;
  if (!first) return;
  const { probe, due } = first;
  const startedAt = clock.now();
  try {
    if (probe.ask === 'server') {
      const facts = await replica.probe();
      conclude(first, { ask: 'server', facts }, clock.now() - startedAt);
    } else if (probe.ask === 'statement' && group.length > 1) {
      await askColumns(group, replica, conclude);
    } else if (probe.ask === 'statement') {
      const { sql, params } = probe;
      const result = await replica.query({
        sql,
        ...(params ? { params } : {}),
        reason: reasonOf([due]),
        checkId: idOf([due]),
      });
      conclude(first, { ask: 'statement', result }, result.durationMs);
    } else {
      const scans = group.map((question) => (question.probe.ask === 'scan' ? question.probe.scan : null));
      const folded = fold(
        scans.filter((scan) => scan !== null),
        { samplePercent: first.sample?.percent ?? null },
      );
      const dues = group.map((question) => question.due);
      const result = await replica.query({ sql: folded.sql, reason: reasonOf(dues), checkId: idOf(dues) });
      const row = result.rows[0];
      if (!row) throw new Error('An aggregate returned no row.');
      for (const [index, question] of group.entries()) {
        const found = folded.answerOf(index, row);
        try {
          const more = await examples(question, found, replica);
          const answer = { ask: 'scan' as const, row: { ...found, ...more.row }, sample: question.sample };
          const { durationMs } = result;
          conclude(question, answer, durationMs / group.length + more.durationMs, durationMs);
        } catch (error) {
          fail(question, error);
        }
      }
    }
  } catch (refusal) {
    const error = await ownPermission(refusal, first, replica);
    if (group.length > 1 && error instanceof ReplicaError && ownFailures.has(error.kind)) {
      // By halves: what is broken is found in few statements, each of which may read the whole table.
      const half = Math.ceil(group.length / 2);
      await askGroup(group.slice(0, half), replica, clock, conclude, fail);
      await askGroup(group.slice(half), replica, clock, conclude, fail);
      return;
    }
    for (const question of group) fail(question, error);
  }
}

/** The columns of several tables, each answered as if it had been asked for alone. Throws `ReplicaError`. */
async function askColumns(group: readonly Asked[], replica: ReplicaApi, conclude: Conclude): Promise<void> {
  const dues = group.map(({ due }) => due);
  const statement = columnsOfManyStatement(group.flatMap((question) => columnsOf(question) ?? []));
  const result = await replica.query({ ...statement, reason: reasonOf(dues), checkId: idOf(dues) });
  const durationMs = result.durationMs / group.length;
  for (const [index, rows] of splitColumns(result.rows, group.length).entries()) {
    const question = group[index];
    if (question)
      conclude(question, { ask: 'statement', result: { rows, columns: [], durationMs } }, durationMs);
  }
}

/**
 * What a type asks further of what was found. It reads the rows that were read for the answer, so it costs no more
 * than the price under which that was asked. That the replica fails it, which the query log tells, must not cost the
 * answer that is there.
 */
async function examples(
  { due, type, config, sample }: Asked,
  row: Record<string, unknown>,
  replica: ReplicaApi,
): Promise<{ row: Record<string, unknown>; durationMs: number }> {
  const nothing = { row: {}, durationMs: 0 };
  const scan = type.examples?.(row, config, due.context);
  if (!scan) return nothing;
  const { sql, answerOf } = fold([scan], { samplePercent: sample?.percent ?? null });
  try {
    const result = await replica.query({ sql, reason: reasonOf([due]), checkId: idOf([due]) });
    return { row: answerOf(0, result.rows[0] ?? {}), durationMs: result.durationMs };
  } catch (error) {
    if (!(error instanceof ReplicaError)) throw error;
    return nothing;
  }
}

function newPrice({ due, price }: Asked): CheckPrice | null {
  return price === due.price ? null : price;
}

function failureOf(error: unknown): Pick<RunOutcome, 'status' | 'message' | 'failure'> {
  if (error instanceof ReplicaError) {
    const { kind, problem } = error;
    const status = deferringFailures.has(kind) ? 'deferred' : 'error';
    return { status, message: problem.title, failure: { kind, problem } };
  }
  const message =
    problemOf(error)?.title ??
    `Pulse could not judge this: ${error instanceof Error ? error.message : String(error)}`;
  return { status: 'error', message, failure: null };
}

const readsData = (probe: Probe): boolean =>
  probe.ask === 'scan' || (probe.ask === 'statement' && probe.readsData);

function sentence(
  { finding, value }: Observation,
  status: RunStatus,
  normal: string | null,
  { sample, probe, due }: Asked,
): string {
  const speaks = status === 'warn' || status === 'fail' || (status === 'learning' && value !== null);
  const parts = [
    sample ? `${finding} (from ${sample.percent} % of its pages)` : finding,
    ...(speaks && normal ? [normal] : []),
    ...(due.context.facts?.rowSecurity && readsData(probe) ? [HIDDEN_ROWS] : []),
  ];
  const text = parts.join('; ');
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
