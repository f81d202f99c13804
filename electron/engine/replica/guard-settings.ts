import type { LoadPolicy } from '../../../shared/domain/connection.ts';

/** A setting that keeps a session harmless. docs/safety.md says the same to the server's owner. */
export interface GuardSetting {
  name: string;
  /** In the unit that `pg_settings.setting` uses for it. */
  value: string;
  /** A session that does not show this value afterwards is not used. The others are older servers' to miss. */
  required: boolean;
  /** Smaller is stricter: a smaller limit that the server's owner has set stays. */
  limit: boolean;
  /** Makes sense only for a session of our own, not for one that a pooler lends us for a transaction. */
  ownSessionOnly: boolean;
}

/**
 * Limits of what Pulse asks on a connection before its settings are in force, in milliseconds: the catalogue answers at
 * once or waits for a lock, and nothing may wait on after Pulse has given up.
 */
const FIRST_LIMITS: readonly [name: string, ms: number][] = [
  ['statement_timeout', 5_000],
  ['lock_timeout', 250],
];

/** Sets them for the present transaction, where the server's owner has set none. The row tells which were set. */
export const LIMIT_TRANSACTION = `SELECT ${FIRST_LIMITS.map(
  ([name, ms]) => `CASE pg_catalog.current_setting('${name}') WHEN '0'
  THEN pg_catalog.set_config('${name}', '${ms}', true) END AS ${name}`,
).join(',\n  ')}`;

/** What was shown after `LIMIT_TRANSACTION`, as it was before. `limits`: its row. */
export function withoutLimits(
  shown: ReadonlyMap<string, string>,
  limits: Readonly<Record<string, string | null>>,
): ReadonlyMap<string, string> {
  const set = FIRST_LIMITS.filter(([name]) => (limits[name] ?? null) !== null);
  return new Map([...shown, ...set.map(([name]): [string, string] => [name, '0'])]);
}

/** Idle sessions are closed by Pulse after this long, and a little later by the server, should Pulse be gone. */
export const IDLE_SESSION_MS = 300_000;
const IDLE_BACKSTOP_MS = IDLE_SESSION_MS + 60_000;
/** Pulse is slower than this only when it is gone. */
const IDLE_IN_TRANSACTION_MS = 10_000;
/** A statement that swallows its cancellation is ended with its session, this much after the statement timeout. */
const TRANSACTION_BACKSTOP_MS = 5_000;
const WORK_MEM_KB = 4_096;

/** The settings of every session, in the order in which they are set. */
export function guardSettings(policy: LoadPolicy): GuardSetting[] {
  const setting = (name: string, value: string | number, also: Partial<GuardSetting> = {}): GuardSetting => ({
    name,
    value: String(value),
    required: true,
    limit: false,
    ownSessionOnly: false,
    ...also,
  });
  const ifKnown = { required: false };
  const limit = { limit: true };
  return [
    setting('default_transaction_read_only', 'on', { ownSessionOnly: true }),
    setting('statement_timeout', policy.statementTimeoutMs, limit),
    setting('lock_timeout', policy.lockTimeoutMs, limit),
    setting('idle_in_transaction_session_timeout', IDLE_IN_TRANSACTION_MS, limit),
    setting('max_parallel_workers_per_gather', 0),
    setting('jit', 'off'),
    setting('work_mem', WORK_MEM_KB, limit),
    setting('application_name', 'pulse'),
    // Output must not depend on how the role is set up. What gives the analyst's own SQL its meaning stays as it
    // is: search_path, TimeZone, and the order of day and month.
    setting('DateStyle', 'ISO'),
    setting('IntervalStyle', 'postgres'),
    setting('bytea_output', 'hex'),
    setting('extra_float_digits', 1),
    setting('standard_conforming_strings', 'on'),
    // From here on what older servers, some platforms, or Unix sockets do not have.
    setting('client_connection_check_interval', 2_000, { ...ifKnown }),
    setting('transaction_timeout', policy.statementTimeoutMs + TRANSACTION_BACKSTOP_MS, {
      ...ifKnown,
      ...limit,
    }),
    setting('idle_session_timeout', IDLE_BACKSTOP_MS, { ...ifKnown, ...limit, ownSessionOnly: true }),
    setting('tcp_keepalives_idle', 60, { ...ifKnown, ownSessionOnly: true }),
    setting('tcp_keepalives_interval', 15, { ...ifKnown, ownSessionOnly: true }),
    setting('tcp_keepalives_count', 4, { ...ifKnown, ownSessionOnly: true }),
  ];
}

/** Whether `shown`, the setting as `pg_settings` shows it, is what was asked for. */
export function isKept({ value }: GuardSetting, shown: string | undefined): boolean {
  return shown === value || shown?.startsWith(`${value},`) === true;
}

/**
 * The settings that a server knows, with its owner's stricter limits kept. `known` is name → setting as
 * `pg_settings` shows it before Pulse has changed anything.
 */
export function adaptTo(
  settings: readonly GuardSetting[],
  known: ReadonlyMap<string, string>,
): GuardSetting[] {
  const adapted = settings
    .filter((setting) => setting.required || known.has(setting.name))
    .map((setting) => {
      const owners = Number(known.get(setting.name));
      // 0 means no limit.
      const stricter = setting.limit && owners > 0 && owners < Number(setting.value);
      return stricter ? { ...setting, value: String(owners) } : setting;
    });
  return adapted.map((setting) =>
    setting.name === 'idle_in_transaction_session_timeout'
      ? belowTransactionTimeout(setting, adapted)
      : setting,
  );
}

/**
 * PostgreSQL leaves this timer out when `transaction_timeout` would come first. But that one ends with an error, so
 * that an aborted transaction whose client is gone would stay for ever.
 */
function belowTransactionTimeout(setting: GuardSetting, others: readonly GuardSetting[]): GuardSetting {
  const most = Number(others.find(({ name }) => name === 'transaction_timeout')?.value ?? 0) - 1;
  return most > 0 && most < Number(setting.value) ? { ...setting, value: String(most) } : setting;
}
