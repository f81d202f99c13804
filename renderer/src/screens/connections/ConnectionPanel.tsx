import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconTablePlus } from '@tabler/icons-react';
import type { ConnectionView } from '../../../../shared/domain/connection.ts';
import { Facts } from '../../components/Facts.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Mark } from '../../components/Status.tsx';
import { Lasting } from '../../components/Time.tsx';
import { duration } from '../../format/duration.ts';
import { connectionHealth, connectionWord, isBehind, recoveryWord, roleWord } from '../../format/words.ts';
import { useAction } from '../../hooks/useAction.ts';
import { setConnectionPaused } from '../../stores/connections.ts';
import { go } from '../../stores/navigation.ts';
import { usePause } from '../../stores/pause.ts';
import { Budget } from './Budget.tsx';
import { ConnectionChecks } from './ConnectionChecks.tsx';
import { ConnectionMenu } from './ConnectionMenu.tsx';
import classes from './Connections.module.css';
import { LoadNotes } from './LoadNotes.tsx';
import { RunningNow } from './RunningNow.tsx';
import { Safety } from './Safety.tsx';

export function ConnectionPanel({ connection }: { connection: ConnectionView }) {
  const pausing = useAction(() => setConnectionPaused(connection.id, !connection.paused));
  const allPaused = usePause((state) => state.pause !== null);
  const { id, name, status, role, problem } = connection;
  return (
    <Panel label={name}>
      <div className={classes.top}>
        <div className={classes.names}>
          <h2 className={classes.name}>{name}</h2>
          <div className={classes.address}>
            {connection.user}@{connection.host}:{connection.port}/{connection.database}
            {connection.sshHost !== null && ` through SSH host ${connection.sshHost}`}
          </div>
        </div>
        <div className={classes.buttons}>
          <Button
            leftSection={<IconTablePlus size={14} stroke={1.8} />}
            disabled={status !== 'ready'}
            onClick={() => go({ screen: 'add-tables', connectionId: id })}
          >
            Add tables
          </Button>
          <Button
            leftSection={connection.paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            loading={pausing.slow}
            disabled={allPaused}
            title={allPaused ? 'All watching is paused: resume all first.' : undefined}
            onClick={() => pausing.run()}
          >
            {connection.paused ? 'Resume' : 'Pause'}
          </Button>
          <Button onClick={() => go({ screen: 'connection', id })}>Edit</Button>
          <ConnectionMenu connection={connection} />
        </div>
      </div>
      {pausing.problem && <ProblemNote problem={pausing.problem} />}
      {problem && (
        <div className={classes.problem}>
          <ProblemNote
            problem={problem}
            onRetry={wayOn(connection) ? () => go({ screen: 'connection', id }) : undefined}
            retryLabel={wayOn(connection) ?? ''}
          />
        </div>
      )}
      <Facts
        facts={[
          {
            term: 'Status',
            value: <Mark glyph={connectionHealth[status]} word={connectionWord[status]} />,
            note: (
              <>
                <Lasting at={connection.since} />
                {status === 'down' && ', tried again by itself'}
              </>
            ),
          },
          {
            term: 'Role',
            value: role ? roleWord[role] : 'Not known yet',
            note: role ? recoveryWord[role] : null,
          },
          {
            term: 'Behind its primary',
            value: <Lag connection={connection} />,
            note: `judged up to ${duration(connection.policy.maxLagSeconds)}`,
          },
          {
            term: 'PostgreSQL',
            value: connection.serverVersion ?? 'Not known yet',
            note: connection.tls.mode === 'disable' ? 'not encrypted' : `TLS ${connection.tls.mode}`,
          },
          { term: 'Load by Pulse', value: <Budget budget={connection.budget} />, wide: true },
          ...(connection.hotStandbyFeedback
            ? [
                {
                  term: 'hot_standby_feedback',
                  value: 'On',
                  note: 'a long query here holds back vacuum on the primary',
                },
              ]
            : []),
        ]}
      />
      <LoadNotes connection={connection} />
      <RunningNow connectionId={id} />
      <ConnectionChecks connectionId={id} />
      {connection.passwordKept === 'memory' && (
        <p className={classes.note}>
          The password is kept in memory only. Pulse will ask for it again after it was quit.
        </p>
      )}
      {connection.passwordKept === 'plain' && (
        <p className={classes.note}>The password is stored unencrypted, as you allowed in Settings.</p>
      )}
      <Safety connectionId={id} />
    </Panel>
  );
}

const LACKS_PASSWORD: ReadonlySet<string> = new Set([
  'password_needed',
  'wrong_password',
  'secret_unreadable',
]);

/** What its owner can do about it in the connection's form. Null: nothing, Pulse goes on trying. */
function wayOn({ status, problem }: ConnectionView): string | null {
  if (problem && LACKS_PASSWORD.has(problem.code)) return 'Enter the password';
  return status === 'refused' ? 'Look at the connection' : null;
}

function Lag({ connection }: { connection: ConnectionView }) {
  if (connection.lagSeconds === null) return '—';
  const lag = duration(connection.lagSeconds);
  return isBehind(connection) ? <Mark glyph="warning" word={lag} /> : lag;
}
