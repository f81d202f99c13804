import { app } from 'electron';
import type { EventPayload } from '../../shared/contract/contract.ts';
import type { Calls } from './calls.ts';
import { placeInArguments } from './deep-link.ts';

interface Front {
  /** Brings the window to the front. */
  open(): void;
  /** The same, and shows a place in it. */
  openAt(place: EventPayload<'navigate'>): void;
}

/** Answers all that calls for the window, and the link that Pulse itself was started with. */
export function followDesktop(calls: Calls, { open, openAt }: Front): void {
  const startedWith = placeInArguments(process.argv);
  if (startedWith !== null) openAt(startedWith);
  calls.answeredBy((words) => {
    const place = placeInArguments(words);
    if (place === null) open();
    else openAt(place);
  });
  if (app.isPackaged) app.setAsDefaultProtocolClient('pulse');
}
