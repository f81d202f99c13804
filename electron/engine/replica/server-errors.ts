import type { Problem } from '../../../shared/domain/primitives.ts';
import type { FailureContext, FailureKind, ReplicaFailure } from './api.ts';

/** The fields of an ErrorResponse that Pulse reads. */
export interface ServerError extends Error {
  code: string;
  severity: string;
  detail?: string | undefined;
  hint?: string | undefined;
}

/** Network errors have a `code`, too, but only the server's have a severity. */
export function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    'severity' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
  );
}

type Words = Pick<Problem, 'code' | 'title' | 'hint'>;
type Explanation = (error: ServerError, context: FailureContext) => [FailureKind, Words];

/** What an ErrorResponse means for Pulse, and in words. */
export function explainServer(error: ServerError, context: FailureContext): ReplicaFailure {
  const explanation = bySqlstate[error.code] ?? byClass[error.code.slice(0, 2)] ?? otherError;
  const [kind, words] = explanation(error, context);
  return { kind, problem: { ...words, detail: serverWords(error), sqlstate: error.code } };
}

/**
 * The server's own words, for the log and for experts. Data exceptions (class 22) and constraint violations
 * (class 23) quote the offending value, which is somebody's data, so it is left out.
 */
export function serverWords(error: ServerError): string {
  const quotesData = /^2[23]/.test(error.code);
  const message = quotesData ? error.message.replaceAll(/"[^"]*"/g, '"…"') : error.message;
  return `${error.severity}: ${message} (SQLSTATE ${error.code})`;
}

/** The name in the server's message, which it may have written in any language and with its kind of quotes. */
function nameIn(error: ServerError): string | null {
  return /["“„«»](.+?)["”“»«]/.exec(error.message)?.[1]?.trim() ?? null;
}

const seconds = (ms: number) => `${Number((ms / 1000).toFixed(ms < 1000 ? 2 : 1))} s`;

const authFailed: Explanation = (_error, { user, host }) => [
  'auth',
  {
    code: 'wrong_password',
    title: `The server at ${host} did not accept the password of "${user}".`,
    hint: 'Check user and password. The password may have been changed or may have expired.',
  },
];

/** 28000: no such role, no LOGIN right, or no matching line in pg_hba.conf. */
const loginRefused: Explanation = (error, { user, host, database }) => {
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

const serverNotReady: Explanation = (_error, { host, port }) => [
  'unreachable',
  {
    code: 'server_not_ready',
    title: `The server at ${host}:${port} is starting up, shutting down or recovering.`,
    hint: 'Pulse tries again by itself. If it stays like this, the replica may not allow queries (hot_standby is off).',
  },
];

const sessionEnded: Explanation = (_error, { host, port }) => [
  'unreachable',
  {
    code: 'session_ended',
    title: `The server at ${host}:${port} ended Pulse's session.`,
    hint: 'It may be restarting, or an administrator ended the session. Pulse tries again by itself.',
  },
];

/** 53300: the server's connections are taken, or those that a role or a database may have. */
const tooMany: Explanation = (error, { host, port, user }) => {
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

const conflict: Explanation = (_error, { host }) => [
  'recovery_conflict',
  {
    code: 'recovery_conflict',
    title: `The replica at ${host} cancelled the query, because it was in the way of changes from the primary.`,
    hint: 'Replication comes first; Pulse asks again later. If it happens often, make the check cheaper or run it less often.',
  },
];

const cancelled: Explanation = (error, { timeoutMs, elapsedMs }) => {
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

const lockTimeout: Explanation = () => [
  'lock_timeout',
  {
    code: 'lock_timeout',
    title: 'The table is locked by somebody else, so Pulse stopped waiting.',
    hint: 'A migration or maintenance is probably running. Pulse tries again at the next interval.',
  },
];

const noPermission: Explanation = (error, { user }) => {
  const name = /permission denied (?:for|to) (.+?)$/i.exec(error.message)?.[1];
  const object = name ?? nameIn(error);
  const schema = /^schema (.+)$/.exec(name ?? '')?.[1];
  const right = schema ? `USAGE ON SCHEMA ${schema}` : 'SELECT';
  return [
    'permission',
    {
      code: 'no_permission',
      title: `"${user}" may not read ${object ?? 'this'}.`,
      hint: `Ask the owner to run on the primary: GRANT ${right}${schema ? '' : ` ON ${tableOf(object)}`} TO "${user}";`,
    },
  ];
};

function tableOf(object: string | null): string {
  return object?.replace(/^(?:table|view|materialized view|relation|foreign table) /, '') ?? '…';
}

const missingRelation: Explanation = (error) => {
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

const missingColumn: Explanation = (error) => {
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

const writes: Explanation = () => ['sql', WRITE_REFUSED];

/** Said by the server's guard, and by Pulse's own before anything is sent. */
export const WRITE_REFUSED: Words = {
  code: 'writes',
  title: 'This statement tries to write; Pulse only reads.',
  hint: 'Use a SELECT that changes nothing. Nothing was changed.',
};

function simple(kind: FailureKind, code: string, title: string, hint: string): Explanation {
  return () => [kind, { code, title, hint }];
}

const syntax: Explanation = (error) => {
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

const otherError: Explanation = (error) => [
  error.severity === 'FATAL' || error.severity === 'PANIC' ? 'unreachable' : 'sql',
  {
    code: 'sql',
    title: 'PostgreSQL could not run the query.',
    hint: "The server's own words say why. Try the statement in a SQL client with the same user.",
  },
];

const badValue = simple(
  'sql',
  'bad_value',
  'A value in the data or in the query does not fit the type that the query expects.',
  'Look at casts and at literals. Filter out the values that do not fit before converting them.',
);

const typeMismatch = simple(
  'sql',
  'type_mismatch',
  'The query compares or combines types that do not go together.',
  "Cast one side, for example column::text or '2026-01-31'::date.",
);

const bySqlstate: Record<string, Explanation> = {
  '28P01': authFailed,
  '28000': loginRefused,
  '3D000': (_error, { database, host }) => [
    'auth',
    {
      code: 'no_such_database',
      title: `There is no database "${database}" on ${host}.`,
      hint: 'Check how the database is spelled; upper and lower case count.',
    },
  ],
  '53300': tooMany,
  '57P03': serverNotReady,
  '57P01': sessionEnded,
  '57P02': sessionEnded,
  '57P05': sessionEnded,
  '25P03': sessionEnded,
  '25P04': (_error, { timeoutMs }) => ['timeout', timeoutWords(timeoutMs)],
  '57P04': conflict,
  // On a standby a reading transaction can meet neither of these unless replay needs it to go.
  '40001': conflict,
  '40P01': conflict,
  '57014': cancelled,
  '55P03': lockTimeout,
  '2201B': (error) => [
    'sql',
    {
      code: 'bad_pattern',
      // The words after the last colon say what is wrong and quote nothing of the data.
      title: `PostgreSQL cannot read the regular expression: ${error.message.split(': ').at(-1) ?? ''}.`,
      hint: 'Correct the pattern. The rules are those of PostgreSQL, under "POSIX regular expressions" in its manual.',
    },
  ],
  '42501': noPermission,
  '42P01': missingRelation,
  '3F000': missingRelation,
  '42703': missingColumn,
  '25006': writes,
  '42601': syntax,
  '42883': (error) => {
    if (/operator/i.test(error.message)) return typeMismatch(error, unused);
    return [
      'sql',
      {
        code: 'no_such_function',
        title: 'The query calls a function that is not there for these types.',
        hint: 'Check how it is spelled, and cast its arguments to the types that it takes.',
      },
    ];
  },
  '42804': typeMismatch,
  '42P18': typeMismatch,
  '42846': typeMismatch,
  '22P02': badValue,
  '22007': badValue,
  '22008': badValue,
  '22003': simple(
    'sql',
    'out_of_range',
    'A number is too large for its type.',
    'Cast to numeric or to a larger type before calculating.',
  ),
  '22012': simple(
    'sql',
    'division_by_zero',
    'The query divides by zero.',
    'Write nullif(divisor, 0) in place of the divisor.',
  ),
  '21000': simple(
    'sql',
    'more_than_one_row',
    'A subquery returned more than one row where one value is expected.',
    'Add an aggregate or LIMIT 1 to the subquery.',
  ),
  '42803': simple(
    'sql',
    'grouping',
    'A column is neither grouped nor aggregated.',
    'Add it to GROUP BY, or use it inside an aggregate such as max().',
  ),
  '42702': simple(
    'sql',
    'ambiguous_column',
    'A column name could mean more than one column.',
    'Write table.column.',
  ),
  '0A000': (error) => [
    'sql',
    /recovery/i.test(error.message)
      ? {
          code: 'not_on_a_replica',
          title: 'The query needs something that is not there on a replica.',
          hint: 'Unlogged and temporary tables have their rows on the primary only, so Pulse cannot watch them.',
        }
      : {
          code: 'not_supported',
          title: 'This server does not support what the query asks for.',
          hint: "The server's own words say what it is. Managed services leave some functions out.",
        },
  ],
  '55000': simple(
    'sql',
    'not_in_state',
    'The table cannot be read in its present state.',
    'On a replica that is mostly a materialized view that was never refreshed, or an unlogged table.',
  ),
};

const unused: FailureContext = { host: '', port: 0, database: '', user: '' };

const byClass: Record<string, Explanation> = {
  '08': sessionEnded,
  '22': badValue,
  '28': loginRefused,
  '53': simple(
    'unreachable',
    'out_of_resources',
    'The server has run out of memory, disk or another resource.',
    'Pulse waits and tries again. Tell the administrator: this is not only about Pulse.',
  ),
  '57': sessionEnded,
  '58': simple(
    'unreachable',
    'server_trouble',
    'The server has a problem of its own, such as a file that it cannot read.',
    "Tell the administrator, with the server's own words.",
  ),
  XX: simple(
    'sql',
    'server_trouble',
    'The server has a problem of its own, possibly damaged data.',
    "Tell the administrator, with the server's own words.",
  ),
};
