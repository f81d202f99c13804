import type { ConnectionView, SafetyReport } from '../../../shared/domain/connection.ts';
import { formatBytes, formatNumber, formatSeconds } from '../../../shared/format.ts';
import { minimalRoleSql } from '../replica/minimal-role.ts';
import { isLocal } from '../replica/tls.ts';

type Line = SafetyReport['lines'][number];

/** What Pulse does to a server, and what keeps that harmless, line by line. `schemas`: of the tables it watches. Pure. */
export function safetyReport(connection: ConnectionView, schemas: readonly string[]): SafetyReport {
  const unique = [...new Set(schemas)].sort();
  return {
    lines: [
      roleLine(connection),
      ok(
        'Pulse only reads: each statement runs in a read-only transaction of its own, which the server is told to refuse writes in, and which is always rolled back.',
      ),
      timeLine(connection),
      loadLine(connection),
      ok(
        `No statement may read more than ${formatBytes(connection.policy.maxScanBytes)} by PostgreSQL’s own estimate; a dearer question reads a recent window or a sample instead, or is not asked.`,
      ),
      ...sshLine(connection),
      wayLine(connection),
      ...feedbackLine(connection),
      passwordLine(connection),
      ok('Everything that Pulse ran here, why, and what it cost is in the query log.'),
    ],
    roleSql:
      unique.length > 0 ? minimalRoleSql(connection.database, unique) : minimalRoleSql(connection.database),
  };
}

const ok = (text: string): Line => ({ state: 'ok', text });
const warning = (text: string): Line => ({ state: 'warning', text });

function roleLine({ role, standIn }: ConnectionView): Line {
  switch (role) {
    case 'replica':
      return ok(
        'It is a read replica. Pulse proves that again before every statement, and stops at once if it is promoted.',
      );
    case 'stand_in': {
      const kind = standIn === 'logical_replica' ? 'logical replica' : 'reporting copy';
      return warning(
        `It accepts writes. You named it a ${kind}, and Pulse takes your word that it is not production.`,
      );
    }
    case 'primary':
      return warning('It is a primary, so Pulse runs nothing on it.');
    case null:
      return { state: 'unknown', text: 'Pulse has not seen it yet, so it runs nothing on it.' };
  }
}

function timeLine({ policy }: ConnectionView): Line {
  const inWords = (ms: number) => (ms < 1_000 ? `${ms} ms` : formatSeconds(ms / 1_000));
  const [statement, lock] = [policy.statementTimeoutMs, policy.lockTimeoutMs].map(inWords);
  return ok(
    `A statement ends after ${statement} at the latest: by the server’s own clock, else by a cancel from Pulse, which waits for the server to confirm it. It waits for a lock at most ${lock}.`,
  );
}

/** Less than that is 0.00 %. */
const LEAST_SAID = 0.000_05;

function loadLine({ policy, budget }: ConnectionView): Line {
  const percent = (share: number) => `${formatNumber(Math.round(share * 10_000) / 100)} %`;
  const most = policy.maxConcurrency === 1 ? 'One statement' : `At most ${policy.maxConcurrency} statements`;
  const byHand =
    budget.byHandShare < LEAST_SAID ? '' : `, ${percent(budget.byHandShare)} of it asked by hand`;
  return ok(
    `${most} at a time, and together they may keep it busy for ${percent(budget.configuredShare)} of the time. In the last ten minutes it was ${percent(budget.usedShare)}${byHand}. Under stress Pulse asks less.`,
  );
}

/** As far as the SSH host, where there is one. */
function sshLine({ sshHost }: ConnectionView): Line[] {
  if (sshHost === null) return [];
  return [
    ok(
      `Pulse gets there through ${sshHost}, by the ssh of this computer, which encrypts the way, proves whose the SSH host is and logs in with your own keys. Pulse sees none of them.`,
    ),
  ];
}

function wayLine({ host, tls, sshHost }: ConnectionView): Line {
  const way = sshHost === null ? 'The way there' : 'The way from the SSH host to it';
  if (tls.mode === 'verify-full' || tls.mode === 'verify-ca')
    return ok(`${way} is encrypted, and its certificate is checked.`);
  if (isLocal(host)) {
    const place = sshHost === null ? 'It is on this computer' : 'It is on the SSH host itself';
    return ok(`${place}, so nothing travels ${sshHost === null ? 'over a network' : 'any further'}.`);
  }
  if (tls.mode === 'require')
    return warning(
      `${way} is encrypted, but its certificate is not checked: set TLS to verify-full to be sure who answers.`,
    );
  return warning(
    `${way} may be unencrypted: what is asked and answered can be read on that way. Set TLS to verify-full.`,
  );
}

function feedbackLine({ hotStandbyFeedback }: ConnectionView): Line[] {
  if (hotStandbyFeedback === null) return [];
  return hotStandbyFeedback
    ? [
        warning(
          'hot_standby_feedback is on, so a statement that runs long here holds back vacuum on the primary. Pulse says when one does.',
        ),
      ]
    : [ok('hot_standby_feedback is off, so nothing that Pulse runs here reaches the primary.')];
}

function passwordLine({ passwordKept }: ConnectionView): Line {
  switch (passwordKept) {
    case 'encrypted':
      return ok('Its password is sealed by the operating system.');
    case 'memory':
      return ok('Its password is kept in memory only, and gone when Pulse is quit.');
    case 'none':
      return ok('Pulse keeps no password for it.');
    case 'plain':
      return warning('Its password is stored unencrypted, as you allowed under Settings.');
  }
}
