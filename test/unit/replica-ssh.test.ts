import { describe, expect, it } from 'vitest';
import { sshArguments } from '../../electron/engine/replica/ssh-tunnel.ts';
import { sshFailure } from '../../electron/engine/replica/ssh-words.ts';
import { ConnectionInput, isSameServer } from '../../shared/domain/connection.ts';
import { readSshHost, sshCommand } from '../../shared/ssh-host.ts';

describe('an SSH host', () => {
  it.each([
    ['bastion', { user: null, host: 'bastion', port: null }],
    ['ana@bastion.example:2222', { user: 'ana', host: 'bastion.example', port: 2222 }],
    ['ana@corp.example@bastion', { user: 'ana@corp.example', host: 'bastion', port: null }],
    ['CORP\\ana@bastion', { user: 'CORP\\ana', host: 'bastion', port: null }],
    ['2001:db8::1', { user: null, host: '2001:db8::1', port: null }],
    ['ana@[2001:db8::1]:22', { user: 'ana', host: '2001:db8::1', port: 22 }],
    ['fe80::1%eth0', { user: null, host: 'fe80::1%eth0', port: null }],
  ])('%s is read', (text, place) => {
    expect(readSshHost(text)).toEqual(place);
  });

  it.each([
    '-oProxyCommand=id',
    'ana@-oProxyCommand=id',
    '-l@bastion',
    'two words',
    'a\nb',
    'bastion\u0000',
    'bastion;id',
    '$(id)@bastion',
    'a`id`',
    'ana:secret@bastion',
    'ana@',
    '@bastion',
    'bastion:0',
    'bastion:70000',
    'bastion:x',
    'x:y:z',
    'bastion/path',
    '',
  ])('%j is none', (text) => {
    expect(readSshHost(text)).toBeNull();
  });

  it('is kept as it was typed, without what an address adds to it', () => {
    const { sshHost } = ConnectionInput.shape;
    expect(sshHost.parse(' ssh://ana@bastion:22/ ')).toBe('ana@bastion:22');
    expect(sshHost.parse(undefined)).toBeNull();
    expect(sshHost.safeParse('two words').error?.issues[0]?.message).toMatch(/^Write it as bastion/);
  });

  it('makes two servers of what has one address behind each', () => {
    const place = { host: 'localhost', port: 5432 };
    expect(isSameServer({ ...place, sshHost: 'one' }, { ...place, sshHost: 'two' })).toBe(false);
    expect(isSameServer({ ...place, sshHost: null }, { ...place, sshHost: 'two' })).toBe(false);
    expect(isSameServer({ ...place, sshHost: 'one' }, { ...place, sshHost: 'one' })).toBe(true);
  });
});

describe('what ssh is told', () => {
  const told = (sshHost: string, host = 'db') => sshArguments({ sshHost, host, port: 5432 });

  it('is to ask nobody, to leave nothing behind, and where to', () => {
    const words = told('ana@bastion:2222');
    expect(words).toEqual(
      expect.arrayContaining(['-T', 'BatchMode=yes', 'ControlMaster=no', 'PermitLocalCommand=no']),
    );
    expect(words.slice(-8)).toEqual(['-p', '2222', '-l', 'ana', '-W', 'db:5432', '--', 'bastion']);
    expect(told('bastion', '::1').slice(-4)).toEqual(['-W', '[::1]:5432', '--', 'bastion']);
  });

  it('never begins with what only looks like a host', () => {
    expect(() => told('-oProxyCommand=id')).toThrow(TypeError);
  });
});

/** As OpenSSH says it, which the integration tests hear from it where they can make it say so. */
describe('what ssh says, in words', () => {
  const behind = { sshHost: 'ana@bastion:2222', host: 'db', port: 5432 };
  const LOGGED_IN = 'Authenticated to bastion ([192.0.2.1]:22) using "publickey".\n';
  const FAILED = '\nstdio forwarding failed\n';

  it.each([
    ['ssh: connect to host b port 22: Operation timed out', 'ssh_no_answer'],
    ['Connection timed out during banner exchange', 'ssh_no_answer'],
    ['Connection to 192.0.2.1 port 22 timed out', 'ssh_no_answer'],
    ['ssh: connect to host b port 22: Network is unreachable', 'ssh_no_answer'],
    ['ssh: Could not resolve hostname b: nodename nor servname provided', 'ssh_host_not_found'],
    ['Received disconnect from b port 22:2: Too many authentication failures', 'ssh_denied'],
    ['Unable to negotiate with b port 22: no matching host key type found.', 'ssh_no_common_way'],
    ['/home/ana/.ssh/config: line 3: Bad configuration option: foo', 'ssh_configuration'],
    ['Bad owner or permissions on /home/ana/.ssh/config', 'ssh_configuration'],
    ['kex_exchange_identification: Connection closed by remote host', 'ssh_closed'],
    // Its own jump host lets it through to nothing: that is no word about the server.
    ['channel 0: open failed: connect failed: Connection refused', 'ssh_failed'],
    ['mux_client_request_stdio_fwd: session request failed', 'ssh_failed'],
    // The more telling one, whatever follows from it.
    ['eva@jump: Permission denied (publickey).\nConnection closed by UNKNOWN port 65535', 'ssh_denied'],
    ['', 'ssh_failed'],
  ])('before the login: %j', (heard, code) => {
    const { kind, problem } = sshFailure(heard, behind, false);
    expect(kind).toBe('unreachable');
    expect(problem.code).toBe(code);
    expect(problem.detail).toBe(heard.split('\n')[0] || null);
  });

  it.each([
    ['channel 0: open failed: administratively prohibited: open failed', 'ssh_forwarding_refused'],
    ['channel 0: open failed: connect failed: Connection refused', 'refused_there'],
    ['channel 0: open failed: connect failed: Temporary failure in name resolution', 'host_not_found_there'],
    ['channel 0: open failed: connect failed: Connection timed out', 'no_answer_there'],
  ])('after it: %j', (heard, code) => {
    const { problem } = sshFailure(LOGGED_IN + heard + FAILED, behind, true);
    expect(problem).toMatchObject({ code, detail: heard });
  });

  it('tells a way that broke by the last that was heard', () => {
    const heard = `${LOGGED_IN}Timeout, server b not responding.\nTransferred: sent 3360, received 3120 bytes\n`;
    const { problem } = sshFailure(heard, behind, true);
    expect(problem).toMatchObject({ code: 'ssh_lost', detail: 'Timeout, server b not responding.' });
    expect(sshFailure(LOGGED_IN, behind, true).problem).toMatchObject({ code: 'ssh_lost', detail: null });
  });

  it('says by which command it is tried in a terminal', () => {
    expect(sshFailure('Host key verification failed.', behind, false).problem.hint).toContain(
      '"ssh -p 2222 ana@bastion"',
    );
    expect(sshCommand('bastion')).toBe('ssh bastion');
  });
});
