import { lazy, Suspense } from 'react';
import { Waiting } from '../components/Waiting.tsx';
import { ConnectionsScreen } from '../screens/connections/ConnectionsScreen.tsx';
import { OverviewScreen } from '../screens/overview/OverviewScreen.tsx';
import type { Place } from '../stores/navigation.ts';

// Behind a constant, so that product builds drop the file.
const DemoScreen = __DEMO__ ? lazy(() => import('../screens/demo/DemoScreen.tsx')) : null;

export function CurrentScreen({ place }: { place: Place }) {
  switch (place.screen) {
    case 'overview':
      return <OverviewScreen />;
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
    default:
      return null;
  }
}
