/** The fields of an ErrorResponse that Pulse reads. */
export interface ServerError extends Error {
  code: string;
  severity: string;
  detail?: string | undefined;
  hint?: string | undefined;
}

/** Network errors have a `code`, too, but only the server's have a severity. */
export function isServerError(error: unknown): error is ServerError {
  return (
    error instanceof Error &&
    'severity' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
  );
}

/** The name in the server's message, which it may have written in any language and with its kind of quotes. */
export function nameIn(error: ServerError): string | null {
  return /["“„«»](.+?)["”“»«]/.exec(error.message)?.[1]?.trim() ?? null;
}
