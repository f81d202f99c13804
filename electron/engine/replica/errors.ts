import type { Problem } from '../../../shared/domain/primitives.ts';
import { problemOf } from '../problem.ts';
import type { FailureContext, FailureKind, ReplicaFailure } from './api.ts';
import { explainServer } from './explain-server.ts';
import { timeoutWords } from './explanations.ts';
import { explainNetwork } from './network-errors.ts';
import { isServerError } from './server-error.ts';

/** A replica gave no answer, and why. Its message is the problem's title. */
export class ReplicaError extends Error implements ReplicaFailure {
  readonly kind: FailureKind;
  readonly problem: Problem;
  readonly refused: string | null;

  constructor(
    kind: FailureKind,
    problem: Pick<Problem, 'code' | 'title' | 'hint'> & Partial<Problem>,
    cause?: unknown,
    refused: string | null = null,
  ) {
    super(problem.title, cause === undefined ? undefined : { cause });
    this.name = 'ReplicaError';
    this.kind = kind;
    this.refused = refused;
    this.problem = { detail: null, sqlstate: null, ...problem };
  }
}

/** Turns whatever the driver, the network, TLS or the server threw into a sentence that an analyst can act on. */
export function explain(error: unknown, context: FailureContext): ReplicaError {
  if (error instanceof ReplicaError) return error;
  // The password could not be had, and whoever keeps it says why.
  const own = problemOf(error);
  if (own !== null) return new ReplicaError('auth', own, error);
  const { kind, problem, refused } = isServerError(error)
    ? explainServer(error, context)
    : explainNetwork(error, context);
  return new ReplicaError(kind, problem, error, refused);
}

/** For a server that is not in recovery: it never was, or (`promoted`) not any more. */
export function notAReplica(context: FailureContext, promoted: boolean): ReplicaError {
  const server = `${context.host}:${context.port}`;
  if (promoted) {
    return new ReplicaError('not_a_replica', {
      code: 'promoted',
      title: `The server at ${server} is not a replica any more: it was promoted to a primary.`,
      hint: 'Pulse has stopped asking it anything. Point this connection to a replica of the new primary.',
    });
  }
  return new ReplicaError('not_a_replica', {
    code: 'not_a_replica',
    title: `The server at ${server} is a primary, not a replica.`,
    hint: 'Pulse only watches read replicas, so that it can never slow production down. Use the address of a replica. If this is a logical replica or a reporting copy, say so in the connection.',
  });
}

const CONFIRMED = 'Pulse cancelled the query, and the server confirmed that it is gone.';
const UNCONFIRMED = 'Pulse cancelled the query, but the server did not confirm that it is gone.';

/** For a statement that got no answer because the server went out of reach meanwhile, so that it was not too slow. */
export function lostWhileRunning({ kind, problem }: ReplicaError): ReplicaError {
  return new ReplicaError(kind, { ...problem, detail: UNCONFIRMED });
}

/** For a statement that Pulse itself has ended. `confirmed` says whether the server agreed that it is over. */
export function stoppedByPulse(
  why: 'timeout' | 'cancelled' | 'by_hand',
  timeoutMs: number,
  confirmed: boolean,
): ReplicaError {
  const detail = confirmed ? CONFIRMED : UNCONFIRMED;
  if (why === 'timeout') return new ReplicaError('timeout', { ...timeoutWords(timeoutMs), detail });
  return new ReplicaError('cancelled', {
    code: 'stopped',
    title: 'Pulse stopped the query.',
    hint:
      why === 'by_hand'
        ? 'You cancelled it under Connections while it ran.'
        : 'The connection was paused, changed or closed while it ran.',
    detail,
  });
}
