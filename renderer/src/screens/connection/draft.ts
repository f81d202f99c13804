import {
  ConnectionInput,
  type ConnectionView,
  isSameServer,
  LoadPolicy,
  type PastedConnection,
} from '../../../../shared/domain/connection.ts';
import type { Problem } from '../../../../shared/domain/primitives.ts';

const NEW: ConnectionInput = {
  name: '',
  host: '',
  port: 5432,
  database: '',
  user: '',
  password: null,
  tls: { mode: 'prefer', caFile: null },
  sshHost: null,
  standIn: null,
  policy: LoadPolicy.parse({}),
};

/** The form's first content. A stored password never comes back to the window: null keeps it. */
export function draftOf(connection: ConnectionView | undefined): ConnectionInput {
  if (!connection) return NEW;
  const { name, host, port, database, user, tls, sshHost, standIn, policy } = connection;
  return { name, host, port, database, user, password: null, tls, sshHost, standIn, policy };
}

export const sameDraft = (a: ConnectionInput, b: ConnectionInput): boolean =>
  JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));

/** An emptied password is none. Fields may have been put in another order by a pasted string. */
const ordered = (draft: ConnectionInput) => ({ ...NEW, ...draft, password: draft.password || null });

/** Whether the password that is kept for this connection would be sent to another server than so far. */
export function sendsElsewhere(draft: ConnectionInput, saved: ConnectionView | undefined): boolean {
  if (!saved || saved.passwordKept === 'none' || draft.password !== null) return false;
  return !isSameServer(draft, saved);
}

/** Messages by field name. */
export type Errors = Readonly<Record<string, string>>;

export function errorsIn(draft: ConnectionInput): Errors {
  const parsed = ConnectionInput.safeParse(draft);
  if (parsed.success) return {};
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[issue.path.join('.')] ??= issue.message;
  return errors;
}

/** The fields at which a test most likely ended, and what is amiss with them. The whole is said beside the form. */
const AMISS: Readonly<Record<string, Errors>> = {
  host_not_found: { host: 'Not found.' },
  refused: { port: 'Nothing answers there.' },
  no_such_user: { user: 'Not known there.' },
  wrong_password: { password: 'Not accepted.' },
  password_needed: { password: 'The server asks for one.' },
  no_such_database: { database: 'Not there.' },
  ssh_host_not_found: { sshHost: 'Not found.' },
  ssh_denied: { sshHost: 'Did not let you in.' },
  host_not_found_there: { host: 'Not known to the SSH host.' },
  refused_there: { port: 'Nothing answers there.' },
};

/** The field at which a test ended, where it can be named. */
export const errorsOfTest = (problem: Problem | null): Errors => AMISS[problem?.code ?? ''] ?? {};

/** The field that the main process refused, when it named one. */
export function errorsFrom(problem: Problem | null): Errors {
  return problem?.code === 'name_taken' ? { name: problem.title } : {};
}

/** A pasted string brings where and who; what else was chosen stays. `given`: the name that an earlier one brought. */
export function withParsed(draft: ConnectionInput, parsed: PastedConnection, given: string): ConnectionInput {
  return {
    ...parsed,
    name: draft.name === '' || draft.name === given ? parsed.name : draft.name,
    standIn: draft.standIn,
    policy: draft.policy,
  };
}
