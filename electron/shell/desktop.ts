import { app } from 'electron';
import type { EventPayload } from '../../shared/contract/contract.ts';
import { placeInArguments, placeOf } from './deep-link.ts';

interface Front {
  /** Brings the window to the front. */
  open(): void;
  /** The same, and shows a place in it. */
  openAt(place: EventPayload<'navigate'>): void;
}

/** Every way back to the window that is not the tray: a second start, a link, a click on the dock. */
export function followDesktop({ open, openAt }: Front): void {
  app.on('second-instance', (_event, argv) => {
    const place = placeInArguments(argv);
    if (place === null) open();
    else openAt(place);
  });
  app.on('activate', () => open());
  app.on('open-url', (event, link) => {
    event.preventDefault();
    const place = placeOf(link);
    if (place !== null) openAt(place);
  });
  if (app.isPackaged) app.setAsDefaultProtocolClient('pulse');
}
