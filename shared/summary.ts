import type { ConnectionView } from './domain/connection.ts';
import type { Health } from './domain/status.ts';
import { formatCount, formatNumber, formatSeconds } from './format.ts';

const says: Record<Health, string> = {
  broken: 'broken',
  warning: 'with a warning',
  unjudged: 'not judged',
  learning: 'learning',
  healthy: 'healthy',
};

const ORDER: readonly Health[] = ['healthy', 'broken', 'warning', 'unjudged', 'learning'];

type Shown = Pick<ConnectionView, 'name' | 'status' | 'role' | 'lagSeconds'> & {
  budget: Pick<ConnectionView['budget'], 'deferred'>;
};

/** The answer in one line: "46 tables healthy, 2 broken; replica 0.4 s behind; 3 checks held back". */
export function summary(
  tables: readonly { health: Health }[],
  connections: readonly Shown[],
  paused = false,
): string {
  if (tables.length === 0 && connections.length === 0) return 'Nothing is watched yet';
  const parts = [
    tablesInWords(tables),
    paused ? 'all watching is paused' : connectionsInWords(connections),
    paused ? '' : heldBackInWords(connections),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

function heldBackInWords(connections: readonly Shown[]): string {
  const checks = connections.reduce((sum, { budget }) => sum + budget.deferred.checks, 0);
  return checks === 0 ? '' : `${formatCount(checks, 'check')} held back`;
}

function tablesInWords(tables: readonly { health: Health }[]): string {
  if (tables.length === 0) return 'No tables monitored yet';
  const counts = new Map<Health, number>();
  for (const table of tables) counts.set(table.health, (counts.get(table.health) ?? 0) + 1);
  if (counts.get('healthy') === tables.length) {
    return tables.length === 1
      ? 'The one table is healthy'
      : `All ${formatNumber(tables.length)} tables healthy`;
  }
  const found = ORDER.filter((health) => counts.has(health));
  return found
    .map((health, index) => {
      const number = counts.get(health) ?? 0;
      return `${index === 0 ? formatCount(number, 'table') : formatNumber(number)} ${says[health]}`;
    })
    .join(', ');
}

function connectionsInWords(connections: readonly Shown[]): string {
  const [first] = connections;
  if (!first) return '';
  if (connections.length === 1) return oneInWords('replica', first);
  const away = connections.filter((connection) => connection.status !== 'ready');
  if (away.length > 0) return away.map((connection) => oneInWords(connection.name, connection)).join(', ');
  const lags = connections.flatMap((connection) => connection.lagSeconds ?? []);
  if (lags.length === 0) return `${formatNumber(connections.length)} connections ready`;
  const lag = Math.max(...lags);
  const where = isInStep(lag) ? 'in step' : `at most ${formatSeconds(lag)} behind`;
  return `${formatNumber(connections.length)} replicas ${where}`;
}

const isInStep = (lagSeconds: number): boolean => lagSeconds < 0.05;

function oneInWords(
  name: string,
  connection: Pick<ConnectionView, 'status' | 'role' | 'lagSeconds'>,
): string {
  if (connection.status !== 'ready') return `${name} ${connection.status}`;
  if (connection.lagSeconds === null) return `${name === 'replica' ? 'connection' : name} ready`;
  return isInStep(connection.lagSeconds)
    ? `${name} in step`
    : `${name} ${formatSeconds(connection.lagSeconds)} behind`;
}
