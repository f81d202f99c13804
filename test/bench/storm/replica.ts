import type { Clock } from '../../../electron/engine/ports.ts';
import type {
  FailureKind,
  QueryResult,
  ServerFacts,
  Statement,
} from '../../../electron/engine/replica/api.ts';
import { ReplicaError } from '../../../electron/engine/replica/errors.ts';
import { ScriptedReplica } from '../../support/scripted-replica.ts';

/** How long a statement takes, in milliseconds. */
const LATENCY_MS = 5;

/** What is true of a table in the world that is watched. */
export interface Truth {
  /** Seconds since the newest row. */
  age: number;
  /** Of a hundred values. */
  missing: number;
  /** Type of its one column, and whether its other one is still there. */
  type: 'timestamptz' | 'text';
  dropped: boolean;
  denied: boolean;
}

export const healthy: Truth = { age: 5, missing: 0, type: 'timestamptz', dropped: false, denied: false };

/** A replica whose tables are as the storm has left them. */
export class StormReplica extends ScriptedReplica {
  readonly truths = new Map<string, Truth>();
  /** Looks at it so far: statements of checks, and attempts to reach it. */
  events = 0;
  outage: FailureKind | null = null;
  private readonly clock: Clock;
  private readonly onBadLook: (table: string | null) => void;

  constructor(clock: Clock, onBadLook: StormReplica['onBadLook']) {
    super();
    this.clock = clock;
    this.onBadLook = onBadLook;
    this.answer = (statement) => this.look(statement);
  }

  truth(table: string): Truth {
    return this.truths.get(table) ?? healthy;
  }

  override async probe(): Promise<ServerFacts> {
    this.events += 1;
    this.failWhenOut();
    return super.probe();
  }

  override async query(statement: Statement): Promise<QueryResult> {
    await new Promise<void>((resolve) => this.clock.after(LATENCY_MS, resolve));
    this.failWhenOut();
    return super.query(statement);
  }

  private failWhenOut(): void {
    if (!this.outage) return;
    this.onBadLook(null);
    throw failure(this.outage, 'The replica does not answer.');
  }

  private look(statement: Statement): Record<string, unknown> | Record<string, unknown>[] | Error {
    this.events += 1;
    if (statement.sql.includes('VALUES')) return this.columnsOf(statement.params ?? []);
    const table = tableOf(statement);
    const truth = this.seen(table);
    if (statement.sql.includes('pg_attribute')) return columnsBy(truth);
    if (truth.denied) return failure('permission', `No permission to read ${table}.`);
    if (truth.dropped && statement.sql.includes('IS NULL'))
      return failure('missing_column', `There is no column email in ${table}.`);
    return { age: truth.age, rows: 100, missing: truth.missing };
  }

  /** A schema, and the name of a table in it, by turns. */
  private columnsOf(names: readonly unknown[]): Record<string, unknown>[] {
    return names
      .filter((_, index) => index % 2 === 1)
      .map((table, place) => ({
        place,
        kind: 'table',
        columns: JSON.stringify([columnsBy(this.seen(String(table)))]),
      }));
  }

  private seen(table: string): Truth {
    const truth = this.truth(table);
    if (JSON.stringify(truth) !== JSON.stringify(healthy)) this.onBadLook(table);
    return truth;
  }
}

function columnsBy({ type }: Truth): Record<string, unknown> {
  return { name: 'at', type, nullable: false, position: 1, kind: 'table' };
}

function tableOf({ sql, params }: Statement): string {
  const name = params?.[1] ?? /FROM\s+"?public"?\."?(\w+)"?/i.exec(sql)?.[1];
  if (typeof name !== 'string') throw new Error(`A statement of no table: ${sql}`);
  return name;
}

function failure(kind: FailureKind, title: string): ReplicaError {
  return new ReplicaError(kind, { code: kind, title, hint: '', detail: null, sqlstate: null });
}
