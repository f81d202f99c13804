import { isDeepStrictEqual } from 'node:util';
import type {
  ConfiguredCheck,
  ConfiguredConnection,
  ConfiguredNotifications,
  ConfiguredTable,
  ConfiguredWebhook,
} from '../../../shared/domain/configuration.ts';
import { DAYS } from '../../../shared/domain/configuration.ts';
import { formatHolidays, type Holidays } from '../../../shared/domain/holidays.ts';
import { writeDuration, writeSize } from '../../../shared/quantities.ts';
import { checkType } from '../checks/registry.ts';

/** A thing of the configuration, field by field in the order and in the words of the file. */
export type Written = Record<string, unknown>;

/** Of a connection alone, without its tables and checks. */
export function writtenConnection(connection: ConfiguredConnection): Written {
  const { name, host, port, database, user, tls, sshHost, standIn, limits, messages } = connection;
  const { maxConcurrency, busyShare, statementTimeout, lockTimeout, maxLagSeconds, maxScan, quietWindow } =
    limits;
  return {
    name,
    host,
    port,
    database,
    user,
    tls,
    sshHost,
    standIn,
    limits: {
      maxConcurrency,
      busyShare,
      statementTimeout: writeDuration(statementTimeout),
      lockTimeout: writeDuration(lockTimeout),
      maxLagSeconds,
      maxScan: writeSize(maxScan),
      quietWindow,
    },
    messages,
  };
}

/** Of a table alone, without its checks. */
export const writtenTable = ({ schema, name, kind, owner, tags, messages }: ConfiguredTable): Written => ({
  schema,
  name,
  kind,
  owner,
  tags,
  messages,
});

export const writtenWebhook = ({ name, format, enabled }: ConfiguredWebhook): Written => ({
  name,
  format,
  enabled,
});

export function writtenCheck(check: ConfiguredCheck): Written {
  const { type, name, config, bounds, rule, severity, interval, pendingRuns, enabled } = check;
  return {
    name,
    type,
    config,
    bounds,
    rule,
    severity,
    interval: writeDuration(interval),
    pendingRuns,
    pendingMinutes: check.pendingMinutes ?? null,
    keepFiringMinutes: check.keepFiringMinutes ?? null,
    repeatHours: check.repeatHours ?? null,
    enabled,
  };
}

export function writtenNotifications(notifications: ConfiguredNotifications): Written {
  const { enabled, onResolved, quietHours, repeatHours, keepFiringMinutes, inboxOnly } = notifications;
  const days = quietHours.days.map((index) => DAYS[index]);
  return {
    enabled,
    onResolved,
    quietHours: { ...quietHours, days },
    repeatHours,
    keepFiringMinutes,
    inboxOnly,
  };
}

/** A line each, as they are typed in the window. */
export function writtenHolidays(holidays: Holidays): Written {
  return { days: holidays.map((holiday) => formatHolidays([holiday])) };
}

/** Without what says nothing: fields that are null, which is what they are when they are left out. */
export function withoutNulls(written: Written): Written {
  const said: Written = {};
  for (const [field, value] of Object.entries(written)) {
    if (value !== null) said[field] = isPlain(value) ? withoutNulls(value) : value;
  }
  return said;
}

/** A check without what its type says already. Bounds stay, so that nobody has to look up when a check fails. */
export function conciseCheck(check: ConfiguredCheck): Written {
  const { defaults } = checkType(check.type);
  const concise = withoutNulls(writtenCheck(check));
  concise.config = conciseSettings(check);
  for (const field of ['rule', 'severity', 'enabled'] as const) {
    if (isDeepStrictEqual(check[field], defaults[field])) delete concise[field];
  }
  if (isEmpty(concise.config)) delete concise.config;
  return concise;
}

/** Without nulls, where the type takes what is left out for null. */
function conciseSettings({ type, config }: ConfiguredCheck): Written {
  const concise = withoutNulls(config);
  const parsed = checkType(type).config.safeParse(concise);
  return parsed.success && isDeepStrictEqual(parsed.data, config) ? concise : config;
}

/** A table that is an ordinary one, without tags, need not say so. */
export function conciseTable(table: ConfiguredTable): Written {
  const { kind, tags, ...written } = withoutNulls(writtenTable(table));
  return {
    ...written,
    ...(kind === 'table' ? {} : { kind }),
    ...(table.tags.length === 0 ? {} : { tags }),
  };
}

/** Every field with its value as text: `bounds.failMax` → `600`. */
export function fieldsOf(
  written: Written,
  prefix = '',
  fields = new Map<string, string>(),
): Map<string, string> {
  for (const [name, value] of Object.entries(written)) {
    if (isPlain(value)) fieldsOf(value, `${prefix}${name}.`, fields);
    else if (value !== null) fields.set(prefix + name, textOf(value));
  }
  return fields;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ');
  return String(value);
}

function isPlain(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isEmpty = (value: unknown): boolean => isPlain(value) && Object.keys(value).length === 0;
