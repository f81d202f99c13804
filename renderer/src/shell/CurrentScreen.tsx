import { lazy, Suspense } from 'react';
import { Waiting } from '../components/Waiting.tsx';
import { OverviewScreen } from '../screens/overview/OverviewScreen.tsx';
import type { Place } from '../stores/place.ts';

// The overview is what nearly everybody opens with: the other screens are read when they are first gone to.
const AddTablesScreen = lazy(() =>
  import('../screens/add-tables/AddTablesScreen.tsx').then((file) => ({ default: file.AddTablesScreen })),
);
const ConnectionScreen = lazy(() =>
  import('../screens/connection/ConnectionScreen.tsx').then((file) => ({ default: file.ConnectionScreen })),
);
const ConnectionsScreen = lazy(() =>
  import('../screens/connections/ConnectionsScreen.tsx').then((file) => ({
    default: file.ConnectionsScreen,
  })),
);
const IncidentPlace = lazy(() =>
  import('../screens/incidents/IncidentPlace.tsx').then((file) => ({ default: file.IncidentPlace })),
);
const IncidentsScreen = lazy(() =>
  import('../screens/incidents/IncidentsScreen.tsx').then((file) => ({ default: file.IncidentsScreen })),
);
const QueriesScreen = lazy(() =>
  import('../screens/queries/QueriesScreen.tsx').then((file) => ({ default: file.QueriesScreen })),
);
const SettingsScreen = lazy(() =>
  import('../screens/settings/SettingsScreen.tsx').then((file) => ({ default: file.SettingsScreen })),
);
const TableScreen = lazy(() =>
  import('../screens/table/TableScreen.tsx').then((file) => ({ default: file.TableScreen })),
);
const HistoryScreen = lazy(() =>
  import('../screens/history/HistoryScreen.tsx').then((file) => ({ default: file.HistoryScreen })),
);
const HelpScreen = lazy(() =>
  import('../screens/help/HelpScreen.tsx').then((file) => ({ default: file.HelpScreen })),
);
// Behind a constant, so that product builds drop the file.
const DemoScreen = __DEMO__ ? lazy(() => import('../screens/demo/DemoScreen.tsx')) : null;

export function CurrentScreen({ place }: { place: Place }) {
  return (
    <Suspense fallback={<Waiting label="Opening…" />}>
      <Chosen place={place} />
    </Suspense>
  );
}

function Chosen({ place }: { place: Place }) {
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
      return <IncidentPlace id={place.id} />;
    case 'queries':
      return <QueriesScreen connectionId={place.connectionId} />;
    case 'history':
      return <HistoryScreen />;
    case 'help':
      return <HelpScreen />;
    case 'settings':
      return <SettingsScreen section={place.section} />;
    case 'connections':
      return <ConnectionsScreen />;
    case 'demo':
      return DemoScreen && <DemoScreen />;
  }
}
