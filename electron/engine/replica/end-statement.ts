import type { Clock } from '../ports.ts';
import { sendCancelRequest } from './cancel-request.ts';
import { Channel } from './channel.ts';
import { connect, type Link, type Target } from './connect.ts';
import { explain, type ReplicaError } from './errors.ts';
import { type Backend, SERVER_STARTED_AT } from './guard.ts';
import { LIMIT_TRANSACTION } from './guard-settings.ts';
import type { RecordQuery } from './log-entry.ts';
import { isServerError } from './server-error.ts';
import { quoteLiteral } from './sql.ts';
import { pause, within } from './within.ts';

/** A cancel request is answered at once, or is not going to be. */
const CONFIRM_MS = 1_000;
/** Connecting, terminating and looking together; stopping Pulse waits for it. */
const TERMINATE_MS = 5_000;
/** What each may take longer through SSH, where a login to the SSH host comes before it. */
const SSH_LOGIN_MS = 4_000;
const LOOKS = 15;
const BETWEEN_LOOKS_MS = 200;

export interface RunningStatement {
  target: Target;
  password: () => Promise<string | null>;
  clock: Clock;
  record: RecordQuery;
  link: Link;
  backend: Backend;
  /** Settles when the server has answered or the connection broke. */
  done: Promise<unknown>;
}

export interface Ending {
  /** Whether the server said that the statement is over. */
  confirmed: boolean;
  /** Why the server could not even be asked. */
  unreachable: ReplicaError | null;
}

/**
 * Ends a statement on the server, in at most about seven seconds, fifteen through SSH. First a cancel request; when that is not answered,
 * its backend is terminated over a connection of its own. Never rejects.
 */
export async function endStatement(running: RunningStatement): Promise<Ending> {
  const { target, link, clock } = running;
  // Only the server's own words prove anything: a broken connection may leave the statement running.
  let answered = false;
  const answer = running.done.then(
    () => {
      answered = true;
    },
    (error) => {
      answered = isServerError(error);
    },
  );
  const confirmMs = CONFIRM_MS + extraMs(target);
  sendCancelRequest(target, link, clock, confirmMs).catch(() => {});
  await within(clock, confirmMs, answer);
  return answered ? { confirmed: true, unreachable: null } : terminate(running);
}

const extraMs = ({ sshHost }: Target): number => (sshHost === null ? 0 : SSH_LOGIN_MS);

/** Terminates the backend and looks until it is gone. */
async function terminate({ target, password, clock, record, backend }: RunningStatement): Promise<Ending> {
  let control: Channel | undefined;
  const giveUp = new AbortController();
  const callOff = clock.after(TERMINATE_MS + extraMs(target), () => {
    giveUp.abort();
    control?.discard();
  });
  try {
    control = new Channel(await connect(target, password, giveUp.signal), target, clock, record);
    // The process id may be somebody else's by now, hence the start time (unless a pooler hides it) and the user.
    const started =
      backend.startedAt === null ? '' : ` AND backend_start = ${quoteLiteral(backend.startedAt)}`;
    const terminate = `BEGIN TRANSACTION READ ONLY;
${LIMIT_TRANSACTION};
SELECT ${SERVER_STARTED_AT} AS server_started_at;
SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
WHERE pid = ${backend.pid} AND usename = current_user
  AND ${SERVER_STARTED_AT}::text = ${quoteLiteral(backend.serverStartedAt)}${started};
ROLLBACK`;
    for (let look = 0; look < LOOKS; look++) {
      const [, , [server] = [], found = []] = await control.ask(
        terminate,
        'Ends a query that did not stop when it was cancelled',
      );
      // Behind a load balancer this may be another server, which knows nothing of the statement.
      if (server?.server_started_at !== backend.serverStartedAt)
        return { confirmed: false, unreachable: null };
      if (found.length === 0) return { confirmed: true, unreachable: null };
      await pause(clock, BETWEEN_LOOKS_MS);
    }
    return { confirmed: false, unreachable: null };
  } catch (error) {
    const tooLate = giveUp.signal.aborted;
    const failure = explain(tooLate ? new Error('The server gave no answer: timed out.') : error, target);
    // A server that refuses in its own words is there.
    const unreachable = failure.kind === 'unreachable' && failure.problem.sqlstate === null ? failure : null;
    return { confirmed: false, unreachable };
  } finally {
    callOff();
    await control?.end();
  }
}
