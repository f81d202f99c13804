import type { FailureContext } from './api.ts';
import {
  authFailed,
  badValue,
  cancelled,
  conflict,
  type Explanation,
  lockTimeout,
  loginRefused,
  missingColumn,
  missingRelation,
  noPermission,
  serverNotReady,
  sessionEnded,
  simple,
  syntax,
  timeoutWords,
  tooMany,
  typeMismatch,
  writes,
} from './explanations.ts';

/** By the five characters of an SQLSTATE (PostgreSQL, appendix A), where there is more to say than its class does. */
export const bySqlstate: Record<string, Explanation> = {
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

/** By the first two characters. */
export const byClass: Record<string, Explanation> = {
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
