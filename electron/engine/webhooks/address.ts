import { ProblemError } from '../problem.ts';

/** Where to post. As a whole it is kept like a password: the path of an address may be all that protects it. */
export interface Address {
  url: string;
  token: string;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Reads an address as its user gave it. Throws a `ProblemError` when it is none, or when it would carry messages in
 * the clear over a network.
 */
export function readAddress(given: string, token: string): Address {
  const url = URL.parse(given);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw refused('That is not the address of a webhook.', 'Paste all of it, from https:// on.');
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw refused('Over http everybody on the way could read the messages.', 'Use an https:// address.');
  }
  if (url.username !== '' || url.password !== '') {
    throw refused('An address with a name and password in it is not supported.', 'Use a token instead.');
  }
  url.hash = '';
  return { url: url.href, token };
}

/** The part of an address that is no secret. */
export const hostOf = ({ url }: Address): string => new URL(url).host;

export const packed = (address: Address): string => JSON.stringify(address);
export const unpacked = (text: string): Address => JSON.parse(text) as Address;

function refused(title: string, hint: string): ProblemError {
  return new ProblemError({ code: 'webhook_address', title, hint, detail: 'url' });
}
