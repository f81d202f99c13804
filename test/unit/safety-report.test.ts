import { describe, expect, test } from 'vitest';
import { safetyReport } from '../../electron/engine/connections/safety-report.ts';
import type { ConnectionView } from '../../shared/domain/connection.ts';
import { LoadPolicy } from '../../shared/domain/connection.ts';

const view = (changes: Partial<ConnectionView> = {}): ConnectionView =>
  ({
    database: 'shop',
    host: 'replica.example',
    sshHost: null,
    tls: { mode: 'verify-full', caFile: null },
    standIn: null,
    policy: LoadPolicy.parse({ statementTimeoutMs: 10_000, lockTimeoutMs: 250 }),
    passwordKept: 'encrypted',
    role: 'replica',
    hotStandbyFeedback: false,
    budget: { configuredShare: 0.01, usedShare: 0.00234, byHandShare: 0 },
    ...changes,
  }) as ConnectionView;
const warnings = (changes: Partial<ConnectionView>) =>
  safetyReport(view(changes), []).lines.flatMap(({ state, text }) => (state === 'warning' ? text : []));

describe('the safety report of a connection', () => {
  test('says in numbers what Pulse may do, and has no warning where all is as it should be', () => {
    const { lines } = safetyReport(view(), []);
    const all = lines.map(({ text }) => text).join('\n');
    expect(lines.every(({ state }) => state === 'ok')).toBe(true);
    expect(all).toContain('ends after 10 s');
    expect(all).toContain('for a lock at most 250 ms');
    expect(all).toContain('At most 2 statements at a time');
    expect(all).toContain('1 % of the time');
    expect(all).toContain('it was 0.23 %');
    expect(all).toContain('more than 1 GB');
  });

  test('says what of the load was asked by hand', () => {
    const budget = { ...view().budget, usedShare: 0.0112, byHandShare: 0.003 };
    const load = safetyReport(view({ budget }), []).lines.find(({ text }) => text.includes('ten minutes'));
    expect(load?.text).toContain('it was 1.12 %, 0.3 % of it asked by hand.');
  });

  test.each<[string, Partial<ConnectionView>, RegExp]>([
    [
      'takes the owner’s word for a stand-in',
      { role: 'stand_in', standIn: 'reporting_copy' },
      /reporting copy/,
    ],
    ['runs nothing on a primary', { role: 'primary' }, /runs nothing on it/],
    ['warns of feedback to the primary', { hotStandbyFeedback: true }, /vacuum on the primary/],
    ['warns of a way in the open', { tls: { mode: 'prefer', caFile: null } }, /may be unencrypted/],
    ['warns of a certificate that nobody checks', { tls: { mode: 'require', caFile: null } }, /not checked/],
    ['warns of an open password', { passwordKept: 'plain' }, /unencrypted/],
  ])('%s', (_, changes, words) => {
    expect(warnings(changes)).toEqual([expect.stringMatching(words)]);
  });

  test('knows how far ssh goes', () => {
    const tls = { mode: 'prefer', caFile: null } as const;
    const through = (host: string) => ({ host, sshHost: 'bastion', tls });
    const all = safetyReport(view(through('localhost')), []).lines.map(({ text }) => text);
    expect(all).toContainEqual(expect.stringMatching(/through bastion, by the ssh of this computer/));
    expect(all).toContainEqual(expect.stringMatching(/on the SSH host itself/));
    expect(warnings(through('localhost'))).toEqual([]);
    expect(warnings(through('replica.example'))).toEqual([
      expect.stringMatching(/from the SSH host to it may be unencrypted/),
    ]);
  });

  test('knows no network to this computer, and no server that it has not seen', () => {
    expect(warnings({ host: '127.0.0.1', tls: { mode: 'prefer', caFile: null } })).toEqual([]);
    const { lines } = safetyReport(view({ role: null, hotStandbyFeedback: null }), []);
    expect(lines[0]?.state).toBe('unknown');
  });

  test('offers a role for the schemas that are watched', () => {
    expect(safetyReport(view(), ['sales', 'public', 'sales']).roleSql).toContain(
      'IN SCHEMA "public", "sales"',
    );
    expect(safetyReport(view(), []).roleSql).toContain('"public"');
  });
});
