import type { Due, RunOutcome } from '../../../electron/engine/checks/due.ts';
import { NO_PAST, type Past } from '../../../electron/engine/checks/judge.ts';
import { runChecks } from '../../../electron/engine/checks/run-check.ts';
import { systemClock } from '../../../electron/engine/clock.ts';
import type { ReplicaApi, TableFacts } from '../../../electron/engine/replica/api.ts';
import type { CheckInput } from '../../../shared/domain/check.ts';
import type { MonitoredTable } from '../../../shared/domain/table.ts';
import { checkInput } from '../../support/check-input.ts';

/** Bytes: nothing in a test's tables is too dear. */
const NO_LIMIT = 1e15;

/** What a check is asked about, and what is known of it. */
export interface Subject {
  table: MonitoredTable;
  facts: TableFacts | null;
  known?: unknown;
  past?: Past;
  limitBytes?: number;
}

export function tableOf(schema: string, name: string): MonitoredTable {
  return { id: 1, connectionId: 7, schema, name, kind: 'table', addedAt: 0 };
}

let lastId = 0;

/** A check that is due, by its type's defaults. */
export function due(
  subject: Subject,
  type: string,
  config: Record<string, unknown>,
  changes: Partial<CheckInput> = {},
): Due {
  const { table, facts, known = null, past = NO_PAST, limitBytes = NO_LIMIT } = subject;
  lastId += 1;
  const check = { ...checkInput(type, config, changes), id: lastId, connectionId: 7, tableId: 1 };
  const context = { table, acceptedSchema: null, facts, rule: check.rule, known };
  return { check, context, price: null, past, limitBytes };
}

export async function runAll(dues: readonly Due[], replica: ReplicaApi): Promise<RunOutcome[]> {
  return runChecks(dues, replica, systemClock);
}

export async function runOne(one: Due, replica: ReplicaApi): Promise<RunOutcome> {
  const [outcome] = await runAll([one], replica);
  if (!outcome) throw new Error('A check came to nothing.');
  return outcome;
}
