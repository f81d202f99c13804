import { ScreenBoundary } from '../components/ScreenBoundary.tsx';
import { ExportDialog } from '../screens/export/ExportDialog.tsx';
import { useNavigation } from '../stores/navigation.ts';
import { Announcer } from './Announcer.tsx';
import { CurrentScreen } from './CurrentScreen.tsx';
import { Inbox } from './Inbox.tsx';
import { Rail } from './Rail.tsx';
import classes from './Shell.module.css';
import { useHistoryKeys } from './useHistoryKeys.ts';

export function Shell() {
  useHistoryKeys();
  const place = useNavigation((state) => state.place);
  return (
    <div className={classes.shell}>
      <Rail />
      <main className={classes.main}>
        <ScreenBoundary key={JSON.stringify(place)}>
          <CurrentScreen place={place} />
        </ScreenBoundary>
      </main>
      <Inbox />
      <ExportDialog />
      <Announcer />
    </div>
  );
}
