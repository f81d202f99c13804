import type { ConnectionConfig } from '../../../shared/domain/connection.ts';
import { sshCommand } from '../../../shared/ssh-host.ts';
import { ReplicaError } from './errors.ts';

/** A server behind an SSH host. */
export type Behind = Pick<ConnectionConfig, 'host' | 'port'> & { sshHost: string };

interface Words {
  /** Begins with `ssh_` where the SSH host is the matter, and not what lies behind it. */
  code: string;
  title: (behind: Behind, found: readonly string[]) => string;
  hint: string | ((behind: Behind) => string);
}

/** `line`: of ssh's own, in the language C. */
type Known = Words & { line: RegExp };

const server = ({ host, port }: Behind) => `${host}:${port}`;
const NETWORK = 'Is this computer online, and connected to the VPN if the SSH host needs it?';
const SEEN_FROM_THERE = 'Host and port are as the SSH host sees them. Check both';

/** What ssh says when the way to the SSH host or the login there failed; the more telling first. */
const BEFORE_LOGIN: readonly Known[] = [
  {
    line: /^.*Host key for .* has changed.*|^.*REMOTE HOST IDENTIFICATION HAS CHANGED.*/m,
    code: 'ssh_host_key_changed',
    title: ({ sshHost }) =>
      `The SSH host ${sshHost} shows another key than the one that this computer knows.`,
    hint: ({ sshHost }) =>
      `Ask its administrator whether the key was renewed: if not, somebody may be in between. If it was, "${sshCommand(sshHost)}" in a terminal says how to forget the old one, and then asks for the new one.`,
  },
  {
    line: /^.*Host key verification failed.*/m,
    code: 'ssh_host_key_unknown',
    title: ({ sshHost }) => `This computer does not know the key of the SSH host ${sshHost} yet.`,
    hint: ({ sshHost }) =>
      `Connect once in a terminal with "${sshCommand(sshHost)}" and accept its key, then try again. Pulse never does that by itself.`,
  },
  {
    line: /^.*Permission denied.*|^.*Too many authentication failures.*/m,
    code: 'ssh_denied',
    title: ({ sshHost }) => `The SSH host ${sshHost} did not let you in.`,
    hint: ({ sshHost }) =>
      `Try "${sshCommand(sshHost)}" in a terminal: it has to work there without asking anything. A key with a passphrase needs the agent (ssh-add); a password for SSH does not work here.`,
  },
  {
    line: /^.*Could not resolve hostname ([^\s:]+).*/m,
    code: 'ssh_host_not_found',
    title: ({ sshHost }, [, name]) => `There is no SSH host named "${name ?? sshHost}".`,
    hint: `Check how it is spelled; an alias has to be in ~/.ssh/config. ${NETWORK}`,
  },
  {
    line: /^.*connect to host .*: Connection refused.*/m,
    code: 'ssh_refused',
    title: ({ sshHost }) => `The SSH host ${sshHost} accepts no connections.`,
    hint: 'Check its name and port, and whether SSH runs there.',
  },
  {
    line: /^.*(?:Connection|Operation) (?:to .* )?timed out.*|^.*connect to host .*(?:No route|unreachable).*/m,
    code: 'ssh_no_answer',
    title: ({ sshHost }) => `The SSH host ${sshHost} did not answer in time.`,
    hint: `Check its name and port. ${NETWORK}`,
  },
  {
    line: /^.*Unable to negotiate.*/m,
    code: 'ssh_no_common_way',
    title: ({ sshHost }) => `This computer and the SSH host ${sshHost} know no common way to encrypt.`,
    hint: 'One of them is old, or set up strictly. Its administrator knows which kinds of keys and ciphers it takes.',
  },
  {
    line: /^.*(?:Bad configuration option|Bad owner or permissions|terminating, \d+ bad|Can't open user config).*/m,
    code: 'ssh_configuration',
    title: () => 'ssh cannot use its own configuration.',
    hint: 'Most of it is in ~/.ssh/config. The detail says what is wrong there.',
  },
  {
    line: /^(?:Connection (?:to .* )?(?:closed|reset)|Timeout, server|client_loop: |kex_exchange_iden).*/m,
    code: 'ssh_closed',
    title: ({ sshHost }) => `The SSH host ${sshHost} hung up before the login.`,
    hint: ({ sshHost }) =>
      `It may be busy, not let this computer in, or be no SSH host at all. Try "${sshCommand(sshHost)}" in a terminal.`,
  },
];

/** What it says once it is logged in. */
const AFTER_LOGIN: readonly Known[] = [
  {
    line: /^.*open failed: (?:administratively prohibited|unknown channel type).*/m,
    code: 'ssh_forwarding_refused',
    title: (behind) => `The SSH host ${behind.sshHost} does not let you through to ${server(behind)}.`,
    hint: 'Ask its administrator to allow it: AllowTcpForwarding and PermitOpen in its configuration, or the options of your key there.',
  },
  {
    line: /^.*open failed: connect failed: (?:Name or service|No address|nodename|Temporary failure|Non-recoverable|Unknown host).*/m,
    code: 'host_not_found_there',
    title: ({ sshHost, host }) => `The SSH host ${sshHost} knows no host named "${host}".`,
    hint: `${SEEN_FROM_THERE}: "localhost" is the SSH host itself.`,
  },
  {
    line: /^.*open failed: connect failed: Connection refused.*/m,
    code: 'refused_there',
    title: (behind) =>
      `Seen from the SSH host ${behind.sshHost}, no server accepts connections at ${server(behind)}.`,
    hint: `${SEEN_FROM_THERE}, and whether the server is running.`,
  },
  {
    line: /^.*open failed: connect failed:.*/m,
    code: 'no_answer_there',
    title: (behind) => `The SSH host ${behind.sshHost} does not reach ${server(behind)}.`,
    hint: `${SEEN_FROM_THERE}, and whether a firewall stands between.`,
  },
];

const BROKE: Words = {
  code: 'ssh_lost',
  title: ({ sshHost }) => `The way through the SSH host ${sshHost} broke.`,
  hint: 'The network or the SSH host ended it. Pulse tries again by itself.',
};

const UNKNOWN: Words = {
  code: 'ssh_failed',
  title: ({ sshHost }) => `ssh did not get to the SSH host ${sshHost}.`,
  hint: ({ sshHost }) =>
    `Try "${sshCommand(sshHost)}" in a terminal: it has to work there without asking anything.`,
};

/** Why ssh ended, by what it has said. `up`: it was logged in. */
export function sshFailure(heard: string, behind: Behind, up: boolean): ReplicaError {
  const known = up ? AFTER_LOGIN : BEFORE_LOGIN;
  for (const each of known) {
    const found = each.line.exec(heard);
    if (found) return failure(each, behind, found[0].trim(), found);
  }
  return failure(up ? BROKE : UNKNOWN, behind, lastLine(heard));
}

/** There is no ssh to start. */
export function sshMissing({ sshHost }: Behind, cause: Error): ReplicaError {
  return new ReplicaError(
    'unreachable',
    {
      code: 'ssh_missing',
      title: `Pulse found no program "ssh" on this computer to reach ${sshHost} with.`,
      hint: 'Install the client of OpenSSH: "openssh-client" on Debian and Ubuntu, the optional feature "OpenSSH Client" on Windows.',
      detail: cause.message,
    },
    cause,
  );
}

/** ssh is neither in nor back. */
export function sshSilent({ sshHost }: Behind): ReplicaError {
  return new ReplicaError('unreachable', {
    code: 'ssh_no_answer',
    title: `The SSH host ${sshHost} did not let Pulse in in time.`,
    hint: `Try "${sshCommand(sshHost)}" in a terminal: it has to work there without asking anything, a touch of a key included.`,
  });
}

/** Older ssh cannot forward to one, and the SSH host may not allow it. */
export function noSocketThere({ host, sshHost }: Behind): ReplicaError {
  return new ReplicaError('unreachable', {
    code: 'no_socket_there',
    title: `Through the SSH host ${sshHost}, Pulse does not use a socket such as ${host}.`,
    hint: 'Write the host as the SSH host sees it: "localhost" if the server runs there.',
  });
}

function failure(
  { code, title, hint }: Words,
  behind: Behind,
  detail: string | null,
  found: readonly string[] = [],
): ReplicaError {
  return new ReplicaError('unreachable', {
    code,
    title: title(behind, found),
    hint: typeof hint === 'string' ? hint : hint(behind),
    detail,
  });
}

/** Without what it says of itself. */
const CHATTER = /^(?:Authenticated to |Transferred: |Bytes per second: |stdio forwarding failed)/;

function lastLine(heard: string): string | null {
  const lines = heard.split(/\r?\n/).map((line) => line.trim());
  return lines.findLast((line) => line !== '' && !CHATTER.test(line)) ?? null;
}
