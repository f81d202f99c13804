import { Glyph } from '../components/Glyph.tsx';
import { duration } from '../format/duration.ts';
import { connectionHealth, connectionWord, isBehind } from '../format/words.ts';
import { useConnections } from '../stores/connections.ts';
import { go } from '../stores/navigation.ts';
import classes from './Rail.module.css';

const MOST_SHOWN = 5;

/** The replicas at a glance, at the foot of the rail. */
export function RailConnections() {
  const list = useConnections((state) => state.list);
  if (list.length === 0) return null;
  return (
    <section className={classes.connections} aria-label="Connections at a glance">
      {list.slice(0, MOST_SHOWN).map((connection) => (
        <button
          key={connection.id}
          type="button"
          className={classes.connection}
          title={`${connection.name}: ${connectionWord[connection.status]}${isBehind(connection) ? ', too far behind its primary' : ''}`}
          onClick={() => go({ screen: 'connections' })}
        >
          <Glyph
            name={
              connection.status === 'ready' && isBehind(connection)
                ? 'warning'
                : connectionHealth[connection.status]
            }
            size={11}
          />
          <span className={classes.connectionName}>{connection.name}</span>
          <span className={classes.lag}>
            {connection.status !== 'ready'
              ? connectionWord[connection.status]
              : connection.lagSeconds !== null && duration(connection.lagSeconds)}
          </span>
        </button>
      ))}
    </section>
  );
}
