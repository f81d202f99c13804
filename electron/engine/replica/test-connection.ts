import type {
  ConnectionConfig,
  ConnectionInput,
  ConnectionTest,
  ConnectionTestStep,
} from '../../../shared/domain/connection.ts';
import { formatCount, formatSeconds } from '../../../shared/format.ts';
import { systemClock } from '../clock.ts';
import type { ServerFacts } from './api.ts';
import { explain, ReplicaError } from './errors.ts';
import type { ServerIdentity } from './guard.ts';
import { minimalRoleSql } from './minimal-role.ts';
import { Replica, type ReplicaDeps } from './replica.ts';
import type { Opening } from './session.ts';
import { isLocal } from './tls.ts';

type StepName = ConnectionTestStep['name'];
type Step = Omit<ConnectionTestStep, 'name'>;
type Answer = (name: StepName, step: Step) => void;

const STEPS: readonly StepName[] = ['ssh', 'reach', 'login', 'role', 'read_only', 'lag', 'tables'];

/** The connection does not exist yet, so its statements have no number to be logged under. */
const NOT_STORED = 1;

interface TestDeps extends Partial<Pick<ReplicaDeps, 'clock' | 'log' | 'onQuery'>> {
  /** Hears each step as soon as it is answered, and again where a later one knows better. */
  onStep?: (step: ConnectionTestStep) => void;
}

/** Asking a server in any of these states means that it was reached. */
const ANSWERED = new Set(['too_many_connections', 'server_not_ready', 'session_ended', 'out_of_resources']);

/** Asking a server about itself went wrong after the login. */
const GUARD_FAILED = new Set(['guard_not_kept', 'server_too_old']);

/**
 * Tries a connection from the network to the tables, and says in sentences what it found. Never rejects: a failure
 * is the failed step's text and `problem`. Sends the guard's statements, one write that the server has to refuse,
 * and two questions to the catalogue.
 */
export async function testConnection(
  input: ConnectionInput,
  password: string | null,
  { onStep = () => {}, ...deps }: TestDeps = {},
): Promise<ConnectionTest> {
  const { password: _unused, ...rest } = input;
  const config: ConnectionConfig = { ...rest, id: NOT_STORED, paused: false };
  const order = STEPS.filter((name) => name !== 'ssh' || config.sshHost !== null);
  const steps = new Map<StepName, Step>();
  const answer: Answer = (name, step) => {
    steps.set(name, step);
    onStep({ name, ...step });
  };
  const replica = new Replica(config, {
    clock: systemClock,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    onQuery: () => {},
    ...deps,
    password: async () => password,
    // Of the first session: another one has nothing new to tell.
    onOpening: (opening) => steps.has('role') || answerOpening(opening, config, answer),
  });
  let facts: ServerFacts | null = null;
  let problem: ConnectionTest['problem'] = null;
  try {
    facts = await replica.probe();
    answer('read_only', await readOnlyStep(replica));
    answer('lag', lagStep(config, facts));
    await tableSteps(config, replica, answer);
  } catch (error) {
    const failure = explain(error, config);
    problem = failure.problem;
    facts ??= replica.facts;
    const next = order.find((name) => !steps.has(name)) ?? 'tables';
    failedStep(config, failure, next, answer);
  } finally {
    await replica.close();
  }
  return {
    usable: problem === null,
    role: facts?.role ?? null,
    serverVersion: facts?.version || null,
    lagSeconds: facts?.lagSeconds ?? null,
    steps: order.map((name) => ({
      name,
      ...(steps.get(name) ?? { status: 'skipped', text: 'Not tried, because of the step before.' }),
    })),
    problem,
  };
}

/** What is known while the first session is still being opened. */
function answerOpening(opening: Opening, config: ConnectionConfig, answer: Answer): void {
  if (opening.at === 'tunnelled') answer('ssh', tunnelled(config));
  else if (opening.at === 'reached') answerReached(opening.encrypted, config, answer);
  else if (opening.at === 'logged_in') answer('login', loggedIn(config));
  else answer('role', roleStep(config, opening.server));
}

/** A connection of ssh that is shared already does not tell of its login. */
function answerReached(encrypted: boolean, config: ConnectionConfig, answer: Answer): void {
  if (config.sshHost !== null) answer('ssh', tunnelled(config));
  answer('reach', reached(config, encrypted));
}

function tunnelled({ sshHost }: ConnectionConfig): Step {
  return { status: 'ok', text: `Your ssh is logged in to ${sshHost}, which forwards to the server.` };
}

function reached({ host, port, sshHost }: ConnectionConfig, encrypted: boolean): Step {
  const answers = `The server at ${host}:${port} answers${sshHost === null ? '' : ' through SSH'}`;
  if (encrypted) return { status: 'ok', text: `${answers}, over TLS.` };
  if (isLocal(host)) return { status: 'ok', text: `${answers}.` };
  const part = sshHost === null ? 'on the way' : `between ${sshHost} and the server`;
  return {
    status: 'warning',
    text: `${answers}, but without TLS: what is asked and answered can be read ${part}.`,
  };
}

function loggedIn({ user, database }: ConnectionConfig): Step {
  return { status: 'ok', text: `Logged in as "${user}" to the database "${database}".` };
}

function roleStep({ standIn }: ConnectionConfig, { inRecovery, version }: ServerIdentity): Step {
  const server = `PostgreSQL ${version}`;
  if (!inRecovery) {
    const kind = standIn === 'logical_replica' ? 'logical replica' : 'reporting copy';
    return {
      status: 'warning',
      text: `It runs ${server} and accepts writes. You named it a ${kind}, so Pulse takes your word that it is not production.`,
    };
  }
  if (standIn !== null) {
    return {
      status: 'warning',
      text: `It is a read replica (${server}), so it needs no mark as a stand-in. Without the mark, Pulse notices after any restart when it is promoted.`,
    };
  }
  return { status: 'ok', text: `It is a read replica, running ${server}.` };
}

/** A temporary table would be gone with the session; it is refused because the transaction is READ ONLY. */
async function readOnlyStep(replica: Replica): Promise<Step> {
  try {
    await replica.query({
      sql: 'SELECT 1 AS one INTO TEMPORARY pulse_write_test',
      reason: 'Proves that the server refuses a write',
    });
  } catch (error) {
    if (error instanceof ReplicaError && error.problem.sqlstate === '25006') {
      return { status: 'ok', text: 'Pulse tried a harmless write, and the server refused it.' };
    }
    throw error;
  }
  throw new ReplicaError('sql', {
    code: 'write_not_refused',
    title: 'The server did not refuse a write in a read-only transaction.',
    hint: 'Something between Pulse and the server changes what Pulse sends. Connect to the replica directly. Nothing was kept.',
  });
}

function lagStep({ policy }: ConnectionConfig, { role, lagSeconds }: ServerFacts): Step {
  if (role === 'stand_in')
    return { status: 'skipped', text: 'It does not replay from a primary, so it has no lag.' };
  if (lagSeconds === null)
    return { status: 'warning', text: 'The replica does not tell how far behind it is.' };
  if (lagSeconds < 1) return { status: 'ok', text: 'It is up to date with its primary.' };
  const behind = `It is ${formatSeconds(lagSeconds)} behind its primary`;
  if (lagSeconds <= policy.maxLagSeconds) return { status: 'ok', text: `${behind}.` };
  return {
    status: 'warning',
    text: `${behind}. Above ${formatSeconds(policy.maxLagSeconds)} Pulse reports the lag and does not judge the tables.`,
  };
}

const RIGHTS_SQL = `SELECT count(*)::int4 AS total,
  (count(*) FILTER (WHERE has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')))::int4
    AS readable,
  (count(*) FILTER (WHERE has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')))::int4 AS writable,
  current_setting('is_superuser') = 'on' AS superuser,
  string_agg(DISTINCT n.nspname, E'\\n') AS schemas
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'`;

async function tableSteps(
  { user, database }: ConnectionConfig,
  replica: Replica,
  answer: Answer,
): Promise<void> {
  const { rows } = await replica.query({ sql: RIGHTS_SQL, reason: 'What the role may read and write' });
  const { total, readable, writable, superuser, schemas } = rows[0] as {
    total: number;
    readable: number;
    writable: number;
    superuser: boolean;
    schemas: string | null;
  };
  const suggestion = `A role for Pulse needs no more than this; run it on the primary:\n${minimalRoleSql(database, schemas?.split('\n'))}`;
  if (superuser || writable > 0) {
    const rights = superuser ? 'is a superuser' : `may write to ${formatCount(writable, 'table')}`;
    answer('read_only', {
      status: 'warning',
      text: `The server refused a harmless write of Pulse's. But "${user}" ${rights}, and reading is all that Pulse does. ${suggestion}`,
    });
  }
  answer(
    'tables',
    readable === 0
      ? {
          status: 'warning',
          text: `"${user}" may read none of the ${formatCount(total, 'table')}. ${suggestion}`,
        }
      : { status: 'ok', text: `"${user}" may read ${readable} of ${formatCount(total, 'table')} and views.` },
  );
}

/** Marks the step that failed, and those before it as passed. `next`: the first that has no answer yet. */
function failedStep(config: ConnectionConfig, failure: ReplicaError, next: StepName, answer: Answer): void {
  const { kind, problem } = failure;
  const failed: Step = { status: 'failed', text: `${problem.title} ${problem.hint}` };
  const guardFailed = problem.code === 'guard_not_kept' ? 'read_only' : 'role';
  if (problem.code.startsWith('ssh_')) {
    answer('ssh', failed);
    return;
  }
  if (next === 'ssh') {
    answer('ssh', tunnelled(config));
    failedStep(config, failure, 'reach', answer);
    return;
  }
  if (next !== 'reach') {
    answer(next === 'role' ? guardFailed : next, failed);
    return;
  }
  if (kind === 'unreachable' && !ANSWERED.has(problem.code) && !GUARD_FAILED.has(problem.code)) {
    answer('reach', failed);
    return;
  }
  answer('reach', { status: 'ok', text: `The server at ${config.host}:${config.port} answers.` });
  if (kind === 'auth' || ANSWERED.has(problem.code)) {
    answer('login', failed);
    return;
  }
  answer('login', loggedIn(config));
  answer(guardFailed, failed);
}
