import { lazy, Suspense } from 'react';
import { Waiting } from '../components/Waiting.tsx';
import { AddTablesScreen } from '../screens/add-tables/AddTablesScreen.tsx';
import { ConnectionScreen } from '../screens/connection/ConnectionScreen.tsx';
import { ConnectionsScreen } from '../screens/connections/ConnectionsScreen.tsx';
import { IncidentScreen } from '../screens/incidents/IncidentScreen.tsx';
import { IncidentsScreen } from '../screens/incidents/IncidentsScreen.tsx';
import { OverviewScreen } from '../screens/overview/OverviewScreen.tsx';
import { QueriesScreen } from '../screens/queries/QueriesScreen.tsx';
import { SettingsScreen } from '../screens/settings/SettingsScreen.tsx';
import { TableScreen } from '../screens/table/TableScreen.tsx';
import type { Place } from '../stores/place.ts';

// Behind a constant, so that product builds drop the file.
const DemoScreen = __DEMO__ ? lazy(() => import('../screens/demo/DemoScreen.tsx')) : null;

export function CurrentScreen({ place }: { place: Place }) {
  switch (place.screen) {
    case 'overview':
      return <OverviewScreen />;
    case 'table':
      return <TableScreen id={place.id} />;
    case 'add-tables':
      return <AddTablesScreen connectionId={place.connectionId} />;
    case 'connection':
      return <ConnectionScreen id={place.id} />;
    case 'incidents':
      return <IncidentsScreen />;
    case 'incident':
      return <IncidentScreen id={place.id} />;
    case 'queries':
      return <QueriesScreen connectionId={place.connectionId} />;
    case 'settings':
      return <SettingsScreen />;
    case 'connections':
      return <ConnectionsScreen />;
    case 'demo':
      return (
        DemoScreen && (
          <Suspense fallback={<Waiting label="Opening…" />}>
            <DemoScreen />
          </Suspense>
        )
      );
  }
}
