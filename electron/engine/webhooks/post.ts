import type { EpochMs } from '../../../shared/domain/primitives.ts';
import { formatSeconds } from '../../../shared/format.ts';
import type { Clock } from '../ports.ts';
import type { Address } from './address.ts';
import { hostOf } from './address.ts';

/** Longer than any webhook takes; a server that only holds the line is as good as none. */
export const TIMEOUT_MS = 15_000;
/** Of a refusal's words, as much as a sentence needs. */
const MOST_WORDS = 120;
/** A server may ask for more patience, but not for silence. */
const LONGEST_PATIENCE_MS = 3_600_000;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export type Posted =
  | { ok: true }
  | {
      ok: false;
      /** In words. Never holds the address beyond its host, nor the token. */
      reason: string;
      /** Trying the same again is of no use: its user has to change something. */
      lasting: boolean;
      /** How long the server asked to wait, in milliseconds. */
      retryAfterMs: number | null;
    };

/**
 * Posts a body once. Redirects are not followed: they would carry the token to a place its user did not name. Never
 * throws.
 */
export async function post(
  fetch: Fetch,
  address: Address,
  body: string,
  { key, signal, clock }: { key: string; signal: AbortSignal; clock: Clock },
): Promise<Posted> {
  const host = hostOf(address);
  const late = new AbortController();
  const inTime = clock.after(TIMEOUT_MS, () => late.abort());
  try {
    const response = await fetch(address.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Pulse',
        'idempotency-key': key,
        ...(address.token === '' ? {} : { authorization: `Bearer ${address.token}` }),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, late.signal]),
    });
    const text = await response.text().catch(() => '');
    return response.ok ? { ok: true } : refusal(response, text, { host, address, now: clock.now() });
  } catch (error) {
    // Chromium refuses here to follow, where Node hands out the answer.
    if (error instanceof Error && /redirect/i.test(error.message))
      return { ok: false, reason: elsewhere(host), lasting: true, retryAfterMs: null };
    const reason = late.signal.aborted
      ? `${host} did not answer within ${formatSeconds(TIMEOUT_MS / 1_000)}.`
      : unreachable(error, host);
    return { ok: false, reason, lasting: false, retryAfterMs: null };
  } finally {
    inTime();
  }
}

function refusal(
  response: Response,
  text: string,
  { host, address, now }: { host: string; address: Address; now: EpochMs },
): Posted {
  const { status } = response;
  const said = words(text, address);
  const answered = `${host} answered ${status}${said === '' ? '' : ` (${said})`}`;
  const fail = (reason: string, lasting: boolean): Posted => ({
    ok: false,
    reason,
    lasting,
    retryAfterMs: patience(response.headers.get('retry-after'), now),
  });
  if (status === 0 || (status >= 300 && status < 400)) return fail(elsewhere(host), true);
  if (status === 401 || status === 403)
    return fail(`${answered}: the token or the address is not accepted.`, true);
  if (status === 404 || status === 410) return fail(`${answered}: there is no such webhook any more.`, true);
  if (status === 429) return fail(`${answered}: too many messages at once.`, false);
  if (status >= 500 || status === 408 || status === 425) return fail(`${answered}.`, false);
  return fail(`${answered}: it does not take this kind of message.`, true);
}

const elsewhere = (host: string): string => `${host} wants to send Pulse to another address. Enter that one.`;

/** What the server said, on one line and without what the address hides. */
function words(text: string, { url, token }: Address): string {
  const plain = text
    .replaceAll(url, '…')
    .replaceAll(token === '' ? url : token, '…')
    .replace(/<[^>]*>|[\s\p{Cc}]+/gu, ' ')
    .trim();
  return plain.length > MOST_WORDS ? `${plain.slice(0, MOST_WORDS)}…` : plain;
}

/** How long `Retry-After` asks to wait: seconds, or the date until when (RFC 9110, 10.2.3). Null: it says nothing. */
function patience(retryAfter: string | null, now: EpochMs): number | null {
  if (retryAfter === null) return null;
  const ms = /^\s*[\d.]+\s*$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now;
  return ms > 0 ? Math.min(ms, LONGEST_PATIENCE_MS) : null;
}

/** The error's own text is not shown: it may hold the address. */
function unreachable(error: unknown, host: string): string {
  const code = codeOf(error);
  if (/ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED/.test(code))
    return `${host} was not found: no network, or a wrong name.`;
  if (/REFUSED/.test(code)) return `Nothing listens at ${host}.`;
  if (/CERT|SSL|TLS/.test(code)) return `The certificate of ${host} is not trusted here.`;
  return `${host} could not be reached${code === '' ? '' : ` (${code})`}.`;
}

/** Of the innermost cause. Chromium's errors have theirs in the message alone: net::ERR_CONNECTION_REFUSED. */
function codeOf(error: unknown): string {
  let code: unknown = '';
  for (let at = error; at instanceof Error; at = at.cause)
    code = (at as NodeJS.ErrnoException).code ?? /net::(\w+)/.exec(at.message)?.[1] ?? code;
  return typeof code === 'string' ? code : '';
}
