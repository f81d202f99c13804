import { type Command, Option } from 'commander';
import type { ConnectionView } from '../../shared/domain/connection.ts';
import type { Engine } from '../engine/engine.ts';
import { ProblemError } from '../engine/problem.ts';
import { ensureConnection } from '../engine/quick-start.ts';

export interface ConnectionOptions {
  connection?: string;
  name?: string;
}

export function withConnectionOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--connection <url>',
        'postgres:// address of the replica; remembered, but not its password',
      ).env('PULSE_CONNECTION'),
    )
    .option('--name <name>', 'what to call the connection');
}

/** Connections to work with: the given one, else all that are known. Throws a `ProblemError` when there is none. */
export async function connectionsFor(engine: Engine, options: ConnectionOptions): Promise<ConnectionView[]> {
  if (options.connection) return [await ensureConnection(engine, options.connection, options.name)];
  const known = await engine.handlers['connections.list'](null);
  if (known.length > 0) return known;
  throw new ProblemError({
    code: 'no_connection',
    title: 'Pulse does not know any replica yet.',
    hint: 'Name one: --connection "postgres://user@replica.example:5432/shop". The password may come from PGPASSWORD.',
  });
}
