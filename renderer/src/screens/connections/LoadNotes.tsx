import type { ConnectionView } from '../../../../shared/domain/connection.ts';
import { Glyph } from '../../components/Glyph.tsx';
import { Lasting } from '../../components/Time.tsx';
import classes from './Connections.module.css';

/** Why Pulse asks less than it may, what waits, and what its owner should know. Nothing while all is well. */
export function LoadNotes({ connection }: { connection: ConnectionView }) {
  const { budget, notices } = connection;
  const { stress, deferred } = budget;
  if (!stress && deferred.sentence === null && notices.length === 0) return null;
  return (
    <ul className={classes.notes} aria-label={`Load on ${connection.name}`}>
      {stress && (
        <li>
          <Glyph name="warning" size={13} />
          <span>
            {stress.sentence}{' '}
            <span className={classes.small}>
              <Lasting at={stress.since} />
            </span>
          </span>
        </li>
      )}
      {deferred.sentence !== null && (
        <li>
          <Glyph name="deferred" size={13} />
          <span>{deferred.sentence}</span>
        </li>
      )}
      {notices.map((notice) => (
        <li key={notice}>
          <Glyph name="warning" size={13} />
          <span>{notice}</span>
        </li>
      ))}
    </ul>
  );
}
