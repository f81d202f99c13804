import type { ReplicaApi } from '../replica/api.ts';
import { readableColumns } from '../replica/column-rights.ts';
import { ReplicaError } from '../replica/errors.ts';
import type { Asked } from './ask.ts';

/**
 * What a refusal means for the check that met it. Of a table that may be read otherwise, it lacks a right on a column, or
 * on another table: that is the check's own error, and says nothing of the others on its table. Anything else as it is.
 */
export async function ownPermission(
  error: unknown,
  { due, probe }: Pick<Asked, 'due' | 'probe'>,
  replica: ReplicaApi,
): Promise<unknown> {
  const { table, facts } = due.context;
  if (!(error instanceof ReplicaError) || error.kind !== 'permission' || !table) return error;
  const readable = await readableColumns(replica, table).catch(() => new Set());
  if (readable.size === 0) return error;
  const isOnColumn = facts?.columns.some(({ name }) => !readable.has(name));
  if (isOnColumn && error.refused === table.name) {
    return new ReplicaError(
      'sql',
      {
        ...error.problem,
        title: `Pulse's role may not read a column of ${table.schema}.${table.name} that this check needs.`,
        hint: 'Ask for the right to read that column (GRANT SELECT (column) ON …), or take it out of the check.',
      },
      error,
    );
  }
  // The refusal is about something else. A view is refused as a whole where its owner may not read what is below it.
  return probe.ask === 'statement' ? new ReplicaError('sql', error.problem, error) : error;
}
