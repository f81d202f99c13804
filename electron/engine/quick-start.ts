import { type ConnectionView, isSameServer } from '../../shared/domain/connection.ts';
import type { Engine } from './engine.ts';
import { problemOf } from './problem.ts';
import { parseConnectionUrl } from './replica/url.ts';

export interface QuickStartProgress {
  table: string;
  /** Checks that were accepted; null when the table was left out. */
  checks: number | null;
  /** Why it was left out. */
  reason: string | null;
}

/** The connection that a connection string names, created when it is new. Its password is taken over either way. */
export async function ensureConnection(engine: Engine, url: string, name?: string): Promise<ConnectionView> {
  const { handlers } = engine;
  const input = parseConnectionUrl(url);
  const known = await handlers['connections.list'](null);
  const same = known.find(
    (other) => isSameServer(other, input) && other.database === input.database && other.user === input.user,
  );
  if (!same) {
    // Two servers on one host have the same name until the port tells them apart.
    const taken = known.some((other) => other.name === input.name);
    const fitting = taken ? `${input.name}:${input.port}` : input.name;
    return handlers['connections.create']({ ...input, name: name ?? fitting });
  }
  const { standIn, policy, tls } = same;
  const connection = { ...input, name: name ?? same.name, standIn, policy, tls };
  return handlers['connections.update']({ id: same.id, connection });
}

/**
 * Takes tables under watch with the checks that Pulse recommends for them, one after the other.
 * `only` limits it to these `schema.table` names; tables that are watched already, or cannot be read, are left out.
 * Ends early, without an error, when the engine is stopped meanwhile.
 */
export async function monitorRecommended(
  engine: Engine,
  connectionId: number,
  only: readonly string[] | null,
  onProgress: (progress: QuickStartProgress) => void,
): Promise<void> {
  try {
    await monitorEach(engine, connectionId, only, onProgress);
  } catch (error) {
    if (!engine.stopped) throw error;
  }
}

async function monitorEach(
  engine: Engine,
  connectionId: number,
  only: readonly string[] | null,
  onProgress: (progress: QuickStartProgress) => void,
): Promise<void> {
  const { handlers } = engine;
  for (const { schema, name, canSelect, monitoredTableId } of await handlers['catalogue.tables']({
    connectionId,
  })) {
    if (engine.stopped) return;
    const table = `${schema}.${name}`;
    if (monitoredTableId !== null || (only && !only.includes(table))) continue;
    if (!canSelect) {
      onProgress({ table, checks: null, reason: 'this role may not read it' });
      continue;
    }
    try {
      const suggestions = await handlers['catalogue.suggest']({ connectionId, schema, name });
      const checks = suggestions
        .filter((suggestion) => suggestion.recommended)
        .map((suggestion) => suggestion.check);
      await handlers['tables.monitor']({ connectionId, schema, name, checks });
      onProgress({ table, checks: checks.length, reason: null });
    } catch (error) {
      const problem = problemOf(error);
      if (!problem || engine.stopped) throw error;
      onProgress({ table, checks: null, reason: problem.title });
    }
  }
}
