import { Button } from '@mantine/core';
import { IconDatabasePlus, IconSearchOff, IconTablePlus } from '@tabler/icons-react';
import type { Health } from '../../../../shared/domain/status.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { plural } from '../../format/number.ts';
import { healthWord } from '../../format/words.ts';
import { go } from '../../stores/navigation.ts';
import classes from './Overview.module.css';

/** The way to the first answer, which takes about two minutes. */
const STEPS = [
  { title: 'Paste a connection string', text: 'Pulse tests it step by step and says what it found.' },
  { title: 'Choose tables', text: 'Those that matter most come first.' },
  { title: 'Take the checks', text: 'Each says what it costs and when it would have spoken.' },
];

export function NoConnections() {
  return (
    <div className={classes.begin}>
      <EmptyState
        icon={<IconDatabasePlus size={20} stroke={1.6} />}
        title="Connect a read replica"
        text="Pulse watches tables through a PostgreSQL read replica. It reads only, keeps within a small load budget, and refuses to run on a primary."
      >
        <Button variant="filled" onClick={() => go({ screen: 'connection', id: null })}>
          Add a connection
        </Button>
      </EmptyState>
      <ol className={classes.steps}>
        {STEPS.map(({ title, text }) => (
          <li key={title}>
            <strong>{title}</strong>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

export function NoTables() {
  return (
    <EmptyState
      icon={<IconTablePlus size={20} stroke={1.6} />}
      title="Choose the tables that matter"
      text="Pick tables from the replica's catalogue. Pulse looks at their columns, their statistics and their newest rows, and suggests checks with a reason for each."
    >
      <Button variant="filled" onClick={() => go({ screen: 'add-tables', connectionId: null })}>
        Add tables
      </Button>
    </EmptyState>
  );
}

interface NoMatchProps {
  search: string;
  health: Health | 'all';
  /** How many tables of any health match. */
  found: number;
  onClear: () => void;
  onShowAll: () => void;
}

export function NoMatch({ search, health, found, onClear, onShowAll }: NoMatchProps) {
  const others = found > 0 && health !== 'all';
  return (
    <EmptyState
      icon={<IconSearchOff size={20} stroke={1.6} />}
      title={
        others
          ? `None of the tables that match “${search}” is ${healthWord[health].toLowerCase()}`
          : `No table matches “${search}”`
      }
      text={
        others
          ? `${plural(found, 'table')} in another state ${found === 1 ? 'matches' : 'match'}.`
          : 'The search looks at table names, connections, tags, owners and what is known of each table.'
      }
    >
      {others && <Button onClick={onShowAll}>Show all that match</Button>}
      <Button onClick={onClear}>Clear search</Button>
    </EmptyState>
  );
}
