import type { Configuration, ConfiguredRoute } from '../../../shared/domain/configuration.ts';

/** Something wrong at a place of the document. */
export interface Finding {
  path: readonly PropertyKey[];
  message: string;
}

/** Names of what is set up, which a file may speak of without describing it. */
export interface KnownNames {
  connections: readonly string[];
  webhooks: readonly string[];
}

/** What each field allows, but the document as a whole does not: the same thing twice, or a name of nothing. */
export function findContradictions(
  { connections = [], notifications, webhooks = [] }: Configuration,
  known: KnownNames,
): Finding[] {
  const findings: Finding[] = [];
  const names = new Set<string>();
  const posted = new Set(known.webhooks);
  const named = new Set<string>();
  for (const [index, { name }] of webhooks.entries()) {
    if (named.has(name))
      findings.push({
        path: ['webhooks', index, 'name'],
        message: `There is a webhook named "${name}" further up already.`,
      });
    named.add(name);
    posted.add(name);
  }
  const route = (messages: ConfiguredRoute | null, ...path: PropertyKey[]) => {
    for (const [index, name] of (messages?.webhooks ?? []).entries()) {
      if (posted.has(name)) continue;
      findings.push({
        path: [...path, 'messages', 'webhooks', index],
        message: `There is no webhook named "${name}", neither in this file nor in Pulse.`,
      });
    }
  };
  for (const [index, { name, messages, tables = [] }] of connections.entries()) {
    route(messages, 'connections', index);
    if (names.has(name)) {
      findings.push({
        path: ['connections', index, 'name'],
        message: `There is a connection named "${name}" further up already.`,
      });
    }
    names.add(name);
    const seen = new Set<string>();
    for (const [place, table] of tables.entries()) {
      route(table.messages, 'connections', index, 'tables', place);
      const key = JSON.stringify([table.schema, table.name]);
      if (seen.has(key)) {
        findings.push({
          path: ['connections', index, 'tables', place, 'name'],
          message: `${table.schema}.${table.name} is named further up already. Put its checks together.`,
        });
      }
      seen.add(key);
    }
  }
  for (const [index, name] of (notifications?.inboxOnly ?? []).entries()) {
    if (names.has(name) || known.connections.includes(name)) continue;
    findings.push({
      path: ['notifications', 'inboxOnly', index],
      message: `There is no connection named "${name}", neither in this file nor in Pulse.`,
    });
  }
  return findings;
}
