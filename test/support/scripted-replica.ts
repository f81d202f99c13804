import type { QueryResult, ReplicaApi, ServerFacts, Statement } from '../../electron/engine/replica/api.ts';
import type { ReplicaError } from '../../electron/engine/replica/errors.ts';

/**
 * A replica whose answers the test writes, for decisions that depend on time. What a real one does is settled by
 * the integration tests.
 */
export class ScriptedReplica implements ReplicaApi {
  facts: ServerFacts | null = null;
  lagSeconds = 0;
  /** Thrown by the next probes, until cleared. */
  down: ReplicaError | null = null;
  probes = 0;
  readonly asked: Statement[] = [];
  answer: (statement: Statement) => Record<string, unknown> | Error = () => ({});

  async probe(): Promise<ServerFacts> {
    this.probes += 1;
    if (this.down) throw this.down;
    this.facts = { role: 'replica', version: '18.4', versionNum: 180_004, lagSeconds: this.lagSeconds };
    return this.facts;
  }

  async query(statement: Statement): Promise<QueryResult> {
    if (this.down) throw this.down;
    this.asked.push(statement);
    const row = this.answer(statement);
    if (row instanceof Error) throw row;
    return { rows: [row], columns: Object.keys(row), durationMs: 2 };
  }

  async close(): Promise<void> {}
}
