/** PostgreSQL's word for "cancelled, because replay needed what you were looking at". */
const CONFLICT_WITH_RECOVERY = '40001';
const MOST_ATTEMPTS = 10;

/**
 * Asks a standby again when replay was in the way. After a pause a whole backlog is replayed at once, and takes away
 * what even the shortest question looks at; the question that resumed it is often the first to go.
 */
export async function retryOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if ((error as { code?: unknown }).code !== CONFLICT_WITH_RECOVERY || attempt === MOST_ATTEMPTS)
        throw error;
    }
  }
}
