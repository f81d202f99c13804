import type { FailureContext, ReplicaFailure } from './api.ts';
import { otherError } from './explanations.ts';
import type { ServerError } from './server-error.ts';
import { byClass, bySqlstate } from './sqlstates.ts';

/** What an ErrorResponse means for Pulse, and in words. */
export function explainServer(error: ServerError, context: FailureContext): ReplicaFailure {
  const explanation = bySqlstate[error.code] ?? byClass[error.code.slice(0, 2)] ?? otherError;
  const [kind, words, refused = null] = explanation(error, context);
  return { kind, problem: { ...words, detail: serverWords(error), sqlstate: error.code }, refused };
}

/**
 * The server's own words, for the log and for experts. Data exceptions (class 22) and constraint violations
 * (class 23) quote the offending value, which is somebody's data, so it is left out.
 */
export function serverWords(error: ServerError): string {
  const quotesData = /^2[23]/.test(error.code);
  const message = quotesData ? error.message.replaceAll(/"[^"]*"/g, '"…"') : error.message;
  return `${error.severity}: ${message} (SQLSTATE ${error.code})`;
}
