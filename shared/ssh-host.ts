/** An SSH host, taken apart. What is not said, the person's own SSH configuration says. */
export interface SshPlace {
  user: string | null;
  /** A name, an address, or an alias. */
  host: string;
  port: number | null;
}

/** Names with these are no names, and would mean something to a shell that an SSH configuration may start. */
const NO_NAME = /[\s\p{C}'"`$;&<>|(){}/?#,]/u;

/** What stands between the two ends of an address of SSH. */
export const withoutScheme = (text: string): string => text.replace(/^ssh:\/\/(.*?)\/?$/i, '$1');

/** Reads `bastion`, `user@bastion`, `user@bastion:22` or `[::1]:22`. Null: it is none of them. */
export function readSshHost(text: string): SshPlace | null {
  // A user may well be an address of mail.
  const at = text.lastIndexOf('@');
  const user = at === -1 ? null : text.slice(0, at);
  const place = text.slice(at + 1);
  const [, inBrackets, name, digits] = /^(?:\[([^[\]]*)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(place) ?? [];
  // More than one colon, without brackets: an address of IPv6.
  const host = inBrackets ?? name ?? (/^[\da-f:.]+(?:%\w+)?$/i.test(place) ? place : '');
  const port = digits === undefined ? null : Number(digits);
  if (host === '' || host.startsWith('-') || NO_NAME.test(host) || host.includes('\\')) return null;
  if (port !== null && (port < 1 || port > 65_535)) return null;
  if (user !== null && !isUser(user)) return null;
  return { user, host, port };
}

/** A colon would begin a password, which Pulse does not take. */
function isUser(text: string): boolean {
  return text !== '' && !/^-|:|\\$/.test(text) && !NO_NAME.test(text);
}

/** The command by which a person gets there in a terminal. */
export function sshCommand(text: string): string {
  const { user, host, port } = readSshHost(text) ?? { user: null, host: text, port: null };
  return ['ssh', ...(port === null ? [] : ['-p', port]), user === null ? host : `${user}@${host}`].join(' ');
}
