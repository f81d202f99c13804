import type { Configuration } from '../../../shared/domain/configuration.ts';
import type { Finding } from './parse-yaml.ts';

/** What each field allows, but the document as a whole does not: the same thing twice, or a name of nothing. */
export function findContradictions(
  { connections = [], notifications }: Configuration,
  knownConnections: readonly string[],
): Finding[] {
  const findings: Finding[] = [];
  const names = new Set<string>();
  for (const [index, { name, tables = [] }] of connections.entries()) {
    if (names.has(name)) {
      findings.push({
        path: ['connections', index, 'name'],
        message: `There is a connection named "${name}" further up already.`,
      });
    }
    names.add(name);
    const seen = new Set<string>();
    for (const [place, table] of tables.entries()) {
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
    if (names.has(name) || knownConnections.includes(name)) continue;
    findings.push({
      path: ['notifications', 'inboxOnly', index],
      message: `There is no connection named "${name}", neither in this file nor in Pulse.`,
    });
  }
  return findings;
}
