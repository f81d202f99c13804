import { Select } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CatalogueTable } from '../../../../shared/domain/table.ts';
import { Screen } from '../../components/Screen.tsx';
import { TextButton } from '../../components/TextButton.tsx';
import { loadCatalogue } from '../../stores/catalogue.ts';
import { useConnections } from '../../stores/connections.ts';
import { go, replacePlace } from '../../stores/navigation.ts';
import { NoConnections } from '../overview/empty.tsx';
import { PickTables } from './PickTables.tsx';
import { ReviewChecks } from './ReviewChecks.tsx';

/** First which tables, then which checks on them. */
export function AddTablesScreen({ connectionId }: { connectionId: number | null }) {
  const connections = useConnections((state) => state.list);
  const chosen =
    connectionId ?? connections.find((each) => each.status === 'ready')?.id ?? connections[0]?.id;
  const connection = connections.find((each) => each.id === chosen);
  const [picked, setPicked] = useState<readonly CatalogueTable[] | null>(null);
  useEffect(() => {
    if (chosen !== undefined) void loadCatalogue(chosen);
  }, [chosen]);

  if (!connection) {
    return (
      <Screen title="Add tables">
        <NoConnections />
      </Screen>
    );
  }
  return (
    <Screen
      key={picked ? 'checks' : 'tables'}
      scroll={picked !== null}
      trail={<TextButton onClick={() => go({ screen: 'overview' })}>Overview</TextButton>}
      title={picked ? 'Choose the checks' : 'Add tables'}
      lead={
        picked
          ? 'Suggested from columns, indexes, statistics and one look at the newest rows. Each can be changed later.'
          : `From the catalogue of ${connection.name}, those first that matter most: large, referenced by others, much written. Sizes and row counts are the server's own estimates.`
      }
      actions={
        picked === null &&
        connections.length > 1 && (
          <Select
            aria-label="Connection"
            w={220}
            value={String(connection.id)}
            onChange={(value) => replacePlace({ screen: 'add-tables', connectionId: Number(value) })}
            data={connections.map((each) => ({ value: String(each.id), label: each.name }))}
          />
        )
      }
    >
      {picked ? (
        <ReviewChecks connectionId={connection.id} tables={picked} onBack={() => setPicked(null)} />
      ) : (
        <PickTables key={connection.id} connection={connection} onPicked={setPicked} />
      )}
    </Screen>
  );
}
