import type {
  Closing,
  IndexFacts,
  QueryResult,
  ReplicaApi,
  ServerFacts,
  Statement,
} from '../../electron/engine/replica/api.ts';
import type { ReplicaError } from '../../electron/engine/replica/errors.ts';

/**
 * A replica whose answers the test writes, for decisions that depend on time. What a real one does is settled by
 * the integration tests.
 */
export class ScriptedReplica implements ReplicaApi {
  facts: ServerFacts | null = null;
  lagSeconds = 0;
  /** What the next probes say of the server's load. On its clock, they are 15 seconds apart. */
  pressure = { server: 'a', activeMs: 0, sessions: 3, maxSessions: 100, conflicts: 0 };
  hotStandbyFeedback = false;
  /** Thrown by the next probes, until cleared. */
  down: ReplicaError | null = null;
  /** What a look at the table finds. */
  indexes: IndexFacts[] = [];
  /** Pages that each statement would read, by its price. */
  pagesRead = 0;
  probes = 0;
  /** Statements of checks; what prices and describes is answered without further ado. */
  readonly asked: Statement[] = [];
  /** By meaning: `age`, `rows`, `missing`, wherever the statement asks for it. Other names are taken as they are. */
  answer: (statement: Statement) => Record<string, unknown> | Record<string, unknown>[] | Error = () => ({});

  async probe(): Promise<ServerFacts> {
    this.probes += 1;
    if (this.down) throw this.down;
    this.facts = {
      role: 'replica',
      version: '18.4',
      versionNum: 180_004,
      lagSeconds: this.lagSeconds,
      pressure: { ...this.pressure, at: this.probes * 15, lagSeconds: this.lagSeconds },
      hotStandbyFeedback: this.hotStandbyFeedback,
    };
    return this.facts;
  }

  async query(statement: Statement): Promise<QueryResult> {
    if (this.down) throw this.down;
    const housekeeping = aside(statement, this.indexes, this.pagesRead);
    if (housekeeping) return { rows: [housekeeping], columns: Object.keys(housekeeping), durationMs: 0 };
    this.asked.push(statement);
    const answer = this.answer(statement);
    if (answer instanceof Error) throw answer;
    const rows = [answer].flat().map((row) => ({ ...row, ...named(statement.sql, row) }));
    return { rows, columns: Object.keys(rows[0] ?? {}), durationMs: 2 };
  }

  running() {
    return [];
  }

  async cancel() {
    return null;
  }

  async close(): Promise<Closing> {
    return { cancelled: 0, confirmed: 0 };
  }
}

function aside(
  { sql, reason }: Statement,
  indexes: IndexFacts[],
  pages: number,
): Record<string, unknown> | null {
  if (sql.startsWith('EXPLAIN')) {
    const node = pages > 0 ? { 'Node Type': 'Seq Scan', Schema: 'public', 'Relation Name': 'read' } : null;
    const plan = { 'Node Type': 'Result', 'Plan Rows': 1, 'Total Cost': 1, ...node };
    return { plan: JSON.stringify([{ Plan: plan }]) };
  }
  if (sql.includes('"knownPages"'))
    return { schema: 'public', name: 'read', pages, knownPages: pages, visible: pages, rows: 1 };
  if (!reason.startsWith('Description of')) return null;
  const table = {
    schema: 'public',
    name: 'orders',
    kind: 'table',
    columns: '[]',
    indexes: JSON.stringify(indexes.map((index) => ({ size: null, ...index }))),
  };
  return { ...table, estimatedRows: 1_000, pages: 10, bytes: 81_920, size: null, costs: '{}', sources: '[]' };
}

/** Columns of a folded statement, by what each of them asks for. */
function named(sql: string, answer: Record<string, unknown>): Record<string, unknown> {
  const columns = [...sql.matchAll(/^(?:SELECT|) *(.+) AS (c\d+),?$/gm)];
  return Object.fromEntries(
    columns.map(([, expression = '', column = '']) => [column, answer[meaning(expression)]]),
  );
}

function meaning(expression: string): string {
  if (expression.includes('extract(epoch')) return 'age';
  return expression.includes('IS NULL') ? 'missing' : 'rows';
}
