import type { Check, CheckPrice } from '../../../shared/domain/check.ts';
import type { RunStatus } from '../../../shared/domain/status.ts';
import type { Fair } from '../planner/pricing.ts';
import type { ReplicaFailure, ServerFacts } from '../replica/api.ts';
import type { CheckContext, Observation } from './check-type.ts';
import type { Past } from './judge.ts';

/** A check to run, with all that is known of it without asking the replica. */
export interface Due {
  check: Check;
  context: CheckContext;
  price: CheckPrice | null;
  past: Past;
  /** Most bytes that one statement may read. */
  limitBytes: number;
  /** What it may read at each run for its part of the load budget. Absent: as much as the limit. */
  fair?: Fair;
}

/** What came of one execution of a check. */
export interface RunOutcome {
  status: RunStatus;
  value: number | null;
  /** The usual band, where bounds are learned. */
  low: number | null;
  high: number | null;
  message: string;
  startedAt: number;
  finishedAt: number;
  /** Milliseconds that the replica was busy. */
  durationMs: number;
  /** Milliseconds that the statement took for all whom it answered. */
  statementMs?: number;
  /** Why the replica gave no answer. Null when it gave one. */
  failure: ReplicaFailure | null;
  /** The statement read the table's own rows, so its success proves that they can be read. */
  readsData: boolean;
  schema: Observation['schema'] | null;
  /** What the server said of itself, when the check asked it. */
  facts: ServerFacts | null;
  /** Too close to a learned bound to be settled by a second look at nearly the same rows. */
  marginal?: boolean;
  /** Runs more (or less) than the check wants until it is believed. */
  extraRuns?: number;
  /** The price under which it ran, when that is new. */
  price: CheckPrice | null;
  /** What the check's type wants to know at the next run. Undefined: as before. */
  known?: unknown;
}

/** What an outcome says while the replica has told nothing. */
export const NO_ANSWER = {
  value: null,
  low: null,
  high: null,
  durationMs: 0,
  failure: null,
  readsData: false,
  schema: null,
  facts: null,
  price: null,
} satisfies Partial<RunOutcome>;
