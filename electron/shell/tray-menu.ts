import type { MenuItemConstructorOptions } from 'electron';
import type { IncidentView } from '../../shared/domain/incident.ts';

/** A menu beside the clock is read at a glance: the overview has the rest. */
const MOST_INCIDENTS = 5;

export interface TrayView {
  /** The overall state in words. */
  words: string;
  incidents: readonly IncidentView[];
  paused: boolean;
}

export interface TrayActions {
  open(): void;
  openIncident(id: number): void;
  openSettings(): void;
  pauseAll(paused: boolean): void;
  quit(): void;
}

/** The state, what is open, and what one does without the window. */
export function trayMenu(app: string, view: TrayView, actions: TrayActions): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  // What is folded under another incident is part of that one.
  const open = view.incidents.filter(({ state, parentId }) => state === 'firing' && parentId === null);
  const rest = open.length - MOST_INCIDENTS;
  return [
    { label: sentence(view), enabled: false },
    ...(open.length > 0 ? [separator] : []),
    ...open.slice(0, MOST_INCIDENTS).map(
      (incident): MenuItemConstructorOptions => ({
        id: `incident-${incident.id}`,
        label: incident.title.replaceAll('&', '&&'),
        click: () => actions.openIncident(incident.id),
      }),
    ),
    ...(rest > 0 ? [{ label: `${rest} more…`, click: () => actions.open() }] : []),
    separator,
    { label: `Open ${app}`, click: () => actions.open() },
    {
      label: view.paused ? 'Resume All Watching' : 'Pause All Watching',
      click: () => actions.pauseAll(!view.paused),
    },
    { label: 'Settings…', click: () => actions.openSettings() },
    separator,
    { label: `Quit ${app}`, click: () => actions.quit() },
  ];
}

/** What a user sees of a menu: made anew while it is open it would close, so that only a difference is worth it. */
export const looksOf = (menu: readonly MenuItemConstructorOptions[]): string => JSON.stringify(menu);

const sentence = ({ words, paused }: TrayView): string => {
  const text = paused ? `watching is paused; ${words}` : words;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
};
