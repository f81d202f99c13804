import { ScreenBoundary } from '../components/ScreenBoundary.tsx';
import { Palette } from '../palette/Palette.tsx';
import { ExportDialog } from '../screens/export/ExportDialog.tsx';
import { SilenceTables } from '../screens/incidents/SilenceTables.tsx';
import { IntervalDialog } from '../screens/overview/IntervalDialog.tsx';
import { LabelDialog } from '../screens/overview/LabelDialog.tsx';
import { ShortcutsDialog } from '../shortcuts/ShortcutsDialog.tsx';
import { useNavigation } from '../stores/navigation.ts';
import type { Place } from '../stores/place.ts';
import { Announcer } from './Announcer.tsx';
import { CurrentScreen } from './CurrentScreen.tsx';
import { Inbox } from './Inbox.tsx';
import { Notice } from './Notice.tsx';
import { Rail } from './Rail.tsx';
import { SavingBanner } from './SavingBanner.tsx';
import classes from './Shell.module.css';
import { UnsavedDialog } from './UnsavedDialog.tsx';
import { useWindowKeys } from './useWindowKeys.ts';

/** A new screen starts afresh; a filter that is part of a place does not make a new screen. */
const screenKey = (place: Place): string => ('id' in place ? `${place.screen}:${place.id}` : place.screen);

export function Shell() {
  useWindowKeys();
  const place = useNavigation((state) => state.place);
  return (
    <div className={classes.shell}>
      <Rail />
      <main className={classes.main}>
        <SavingBanner />
        <div className={classes.screen}>
          <ScreenBoundary key={screenKey(place)}>
            <CurrentScreen place={place} />
          </ScreenBoundary>
        </div>
      </main>
      <Inbox />
      <ExportDialog />
      <SilenceTables />
      <IntervalDialog />
      <LabelDialog />
      <Palette />
      <ShortcutsDialog />
      <UnsavedDialog />
      <Notice />
      <Announcer />
    </div>
  );
}
