import { ScreenBoundary } from '../components/ScreenBoundary.tsx';
import { Palette } from '../palette/Palette.tsx';
import { useNavigation } from '../stores/navigation.ts';
import type { Place } from '../stores/place.ts';
import { Announcer } from './Announcer.tsx';
import { CurrentScreen } from './CurrentScreen.tsx';
import { Notice } from './Notice.tsx';
import { Overlay } from './Overlay.tsx';
import { OVERLAYS } from './overlays.ts';
import { Rail } from './Rail.tsx';
import { SavingBanner } from './SavingBanner.tsx';
import classes from './Shell.module.css';
import { UnsavedDialog } from './UnsavedDialog.tsx';
import { useWindowKeys } from './useWindowKeys.ts';

/** A new screen starts afresh; a filter that is part of a place does not make a new screen, nor does the next of a list. */
const screenKey = (place: Place): string =>
  'id' in place && place.screen !== 'incident' ? `${place.screen}:${place.id}` : place.screen;

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
      {OVERLAYS.map(({ name, ...overlay }) => (
        <Overlay key={name} {...overlay} />
      ))}
      <Palette />
      <UnsavedDialog />
      <Notice />
      <Announcer />
    </div>
  );
}
