import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { loadConnections, useConnections } from '../../stores/connections.ts';
import { go } from '../../stores/navigation.ts';
import { forgetSeries } from '../../stores/series.ts';
import { NoConnections } from '../overview/empty.tsx';
import { AllSwitches } from './AllSwitches.tsx';
import { ConnectionPanel } from './ConnectionPanel.tsx';
import classes from './Connections.module.css';
import { PausedNote } from './PausedNote.tsx';

export function ConnectionsScreen() {
  const { list, load } = useConnections();
  useEffect(() => forgetSeries, []);
  return (
    <Screen
      title="Connections"
      lead="The read replicas Pulse looks through, how they are, and what Pulse costs them."
      actions={
        <>
          {list.length > 0 && <AllSwitches />}
          <Button
            variant="filled"
            leftSection={<IconPlus size={14} />}
            onClick={() => go({ screen: 'connection', id: null })}
          >
            Add connection
          </Button>
        </>
      }
    >
      <Loaded load={load} label="Loading the connections" retry={loadConnections} have={list.length > 0}>
        {list.length === 0 ? (
          <NoConnections />
        ) : (
          <>
            <PausedNote />
            <div className={classes.list}>
              {list.map((connection) => (
                <ConnectionPanel key={connection.id} connection={connection} />
              ))}
            </div>
          </>
        )}
      </Loaded>
    </Screen>
  );
}
