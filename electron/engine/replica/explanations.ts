import type { Problem } from '../../../shared/domain/primitives.ts';
import type { FailureContext, FailureKind } from './api.ts';
import { nameIn, type ServerError } from './server-error.ts';

type Words = Pick<Problem, 'code' | 'title' | 'hint'>;
/** What an error means for Pulse, and in words; of a refusal also which relation it is about, where the server says so. */
export type Explanation = (
  error: ServerError,
  context: FailureContext,
) => [FailureKind, Words, refused?: string | null];

const seconds = (ms: number) => `${Number((ms / 1000).toFixed(ms < 1000 ? 2 : 1))} s`;

export const authFailed: Explanation = (_error, { user, host }) => [
  'auth',
  {
    code: 'wrong_password',
    title: `The server at ${host} did not accept the password of "${user}".`,
    hint: 'Check user and password. The password may have been changed or may have expired.',
  },
];

/** 28000: no such role, no LOGIN right, or no matching line in pg_hba.conf. */
export const loginRefused: Explanation = (error, { user, host, database }) => {
  const message = error.message;
  if (/pg_hba\.conf/i.test(message)) {
    if (/no encryption|SSL off/i.test(message)) {
      return [
        'auth',
        {
          code: 'tls_required',
          title: `The server at ${host} refuses connections without TLS, or does not let "${user}" in from this computer.`,
          hint: 'Set TLS to "require" or stricter. If it is set already, ask the administrator to allow this computer in pg_hba.conf.',
        },
      ];
    }
    return [
      'auth',
      {
        code: 'not_allowed_from_here',
        title: `The server at ${host} does not let "${user}" into the database "${database}" from this computer.`,
        hint: 'Ask the administrator to allow this computer and user in pg_hba.conf, or connect to the VPN first.',
      },
    ];
  }
  if (/certificate/i.test(message)) {
    return [
      'auth',
      {
        code: 'client_certificate_required',
        title: `The server at ${host} asks for a client certificate, which Pulse does not offer.`,
        hint: 'Ask the administrator for a user that logs in with a password.',
      },
    ];
  }
  return [
    'auth',
    {
      code: 'no_such_user',
      title: `The server at ${host} has no user "${user}" that may log in.`,
      hint: 'Check how the user is spelled; upper and lower case count.',
    },
  ];
};

export const serverNotReady: Explanation = (_error, { host, port }) => [
  'unreachable',
  {
    code: 'server_not_ready',
    title: `The server at ${host}:${port} is starting up, shutting down or recovering.`,
    hint: 'Pulse tries again by itself. If it stays like this, the replica may not allow queries (hot_standby is off).',
  },
];

export const sessionEnded: Explanation = (_error, { host, port }) => [
  'unreachable',
  {
    code: 'session_ended',
    title: `The server at ${host}:${port} ended Pulse's session.`,
    hint: 'It may be restarting, or an administrator ended the session. Pulse tries again by itself.',
  },
];

/** 53300: the server's connections are taken, or those that a role or a database may have. */
export const tooMany: Explanation = (error, { host, port, user }) => {
  const role = /for role/i.test(error.message);
  return [
    'unreachable',
    {
      code: role ? 'role_connections_taken' : 'too_many_connections',
      title: role
        ? `The role "${user}" has no free connection left on ${host}:${port}.`
        : `The server at ${host}:${port} has no free connection left.`,
      hint: role
        ? `Pulse needs two, and one more to end a query that resists. Ask the administrator for: ALTER ROLE "${user}" CONNECTION LIMIT 4;`
        : 'Pulse needs at most two. It waits and tries again; ask the administrator if this stays.',
    },
  ];
};

export const conflict: Explanation = (_error, { host }) => [
  'recovery_conflict',
  {
    code: 'recovery_conflict',
    title: `The replica at ${host} cancelled the query, because it was in the way of changes from the primary.`,
    hint: 'Replication comes first; Pulse asks again later. If it happens often, make the check cheaper or run it less often.',
  },
];

export const cancelled: Explanation = (error, { timeoutMs, elapsedMs }) => {
  // The server writes messages in its own language, so the clock decides when the words do not.
  const ranOut = timeoutMs !== undefined && elapsedMs !== undefined && elapsedMs >= timeoutMs * 0.98;
  if (/statement timeout/i.test(error.message) || (ranOut && !/user request/i.test(error.message))) {
    return ['timeout', timeoutWords(timeoutMs)];
  }
  return [
    'cancelled',
    {
      code: 'cancelled_by_server',
      title: 'Somebody cancelled the query on the server.',
      hint: 'An administrator, or a tool that ends long queries, may have done that. Pulse asks again at the next interval.',
    },
  ];
};

/** Words for a statement that ran longer than it may. */
export function timeoutWords(timeoutMs: number | undefined): Words {
  const limit = timeoutMs === undefined ? 'its limit' : `its limit of ${seconds(timeoutMs)}`;
  return {
    code: 'statement_timeout',
    title: `The query took longer than ${limit} and was stopped.`,
    hint: 'Let the check look at recent rows only, add an index for it, or raise the limit in the connection.',
  };
}

export const lockTimeout: Explanation = () => [
  'lock_timeout',
  {
    code: 'lock_timeout',
    title: 'The table is locked by somebody else, so Pulse stopped waiting.',
    hint: 'A migration or maintenance is probably running. Pulse tries again at the next interval.',
  },
];

/** What may stand before a relation's name in a refusal. */
const RELATION = /^(?:table|view|materialized view|relation|foreign table) (.+)$/s;

export const noPermission: Explanation = (error, { user }) => {
  const name = /permission denied (?:for|to) (.+?)$/i.exec(error.message)?.[1];
  const object = name ?? nameIn(error);
  const schema = /^schema (.+)$/.exec(name ?? '')?.[1];
  const relation = RELATION.exec(name ?? '')?.[1] ?? null;
  const right = schema ? `USAGE ON SCHEMA ${schema}` : 'SELECT';
  return [
    'permission',
    {
      code: 'no_permission',
      title: `"${user}" may not read ${object ?? 'this'}.`,
      hint: `Ask the owner to run on the primary: GRANT ${right}${schema ? '' : ` ON ${relation ?? object ?? '…'}`} TO "${user}";`,
    },
    relation,
  ];
};

export const missingRelation: Explanation = (error) => {
  const name = nameIn(error);
  return [
    'missing_relation',
    {
      code: 'missing_relation',
      title: name ? `There is no table or view "${name}".` : 'A table that the query names is not there.',
      hint: 'It may have been dropped or renamed, or be in another schema: write schema.table.',
    },
  ];
};

export const missingColumn: Explanation = (error) => {
  const name = /column (?:"(.+?)"|(\S+)) /i.exec(error.message);
  const column = name?.[1] ?? name?.[2] ?? nameIn(error);
  return [
    'missing_column',
    {
      code: 'missing_column',
      title: column ? `There is no column "${column}".` : 'A column that the query names is not there.',
      hint: 'It may have been dropped or renamed. Edit the check, or accept the new schema.',
    },
  ];
};

export const writes: Explanation = () => ['sql', WRITE_REFUSED];

/** Said by the server's guard, and by Pulse's own before anything is sent. */
export const WRITE_REFUSED: Words = {
  code: 'writes',
  title: 'This statement tries to write; Pulse only reads.',
  hint: 'Use a SELECT that changes nothing. Nothing was changed.',
};

export function simple(kind: FailureKind, code: string, title: string, hint: string): Explanation {
  return () => [kind, { code, title, hint }];
}

export const syntax: Explanation = (error) => {
  if (/multiple commands/i.test(error.message)) {
    return [
      'sql',
      {
        code: 'more_than_one_statement',
        title: 'There is more than one statement.',
        hint: 'Pulse runs one SELECT at a time. Remove what follows the first semicolon.',
      },
    ];
  }
  const near = nameIn(error);
  return [
    'sql',
    {
      code: 'syntax',
      title: near
        ? `PostgreSQL does not understand the SQL near "${near}".`
        : 'PostgreSQL does not understand the SQL.',
      hint: 'Check for a missing comma, bracket or quote just before that place.',
    },
  ];
};

export const otherError: Explanation = (error) => [
  error.severity === 'FATAL' || error.severity === 'PANIC' ? 'unreachable' : 'sql',
  {
    code: 'sql',
    title: 'PostgreSQL could not run the query.',
    hint: "The server's own words say why. Try the statement in a SQL client with the same user.",
  },
];

export const badValue = simple(
  'sql',
  'bad_value',
  'A value in the data or in the query does not fit the type that the query expects.',
  'Look at casts and at literals. Filter out the values that do not fit before converting them.',
);

export const typeMismatch = simple(
  'sql',
  'type_mismatch',
  'The query compares or combines types that do not go together.',
  "Cast one side, for example column::text or '2026-01-31'::date.",
);
