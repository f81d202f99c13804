import { IconDatabaseOff } from '@tabler/icons-react';
import { useEffect } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { TextButton } from '../../components/TextButton.tsx';
import { loadConnections, useConnections } from '../../stores/connections.ts';
import { go } from '../../stores/navigation.ts';
import { loadSettings, useSettings } from '../../stores/settings.ts';
import { ConnectionForm } from './ConnectionForm.tsx';

/** Adds a connection, or changes one. */
export function ConnectionScreen({ id }: { id: number | null }) {
  const load = useConnections((state) => state.load);
  const connection = useConnections((state) => state.list.find((each) => each.id === id));
  const info = useSettings((state) => state.info);
  useEffect(() => {
    if (!info) void loadSettings();
  }, [info]);
  return (
    <Screen
      trail={<TextButton onClick={() => go({ screen: 'connections' })}>Connections</TextButton>}
      title={id === null ? 'Add a connection' : `Edit ${connection?.name ?? 'connection'}`}
      lead="Pulse reads through a replica and never writes. Test the connection before you save it; the test shows what Pulse finds there."
    >
      {id === null ? (
        <ConnectionForm />
      ) : (
        <Loaded load={load} label="Loading the connection" retry={loadConnections} have={Boolean(connection)}>
          {connection ? (
            <ConnectionForm key={connection.id} connection={connection} />
          ) : (
            <EmptyState
              icon={<IconDatabaseOff size={20} stroke={1.6} />}
              title="This connection is gone"
              text="It was removed. Its tables and their history went with it."
            />
          )}
        </Loaded>
      )}
    </Screen>
  );
}
