import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { EventPayload } from '../../shared/contract/contract.ts';

interface Actions {
  /** Shows a place of the window. */
  show(place: EventPayload<'navigate'>): void;
  replicas(): void;
  quit(): void;
}

const places = [
  ['Overview', 'overview'],
  ['Incidents', 'incidents'],
  ['Connections', 'connections'],
  ['History', 'history'],
  ['Query Log', 'queries'],
] as const;

/** The application menu, with each platform's own habits. */
export function setMenu(actions: Actions): void {
  const mac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.show({ to: 'settings' }),
  };
  const exportHistory: MenuItemConstructorOptions = {
    label: 'Export History…',
    accelerator: 'CmdOrCtrl+Shift+E',
    click: () => actions.show({ to: 'export' }),
  };
  // Not the role: the user is told what stops.
  const quit: MenuItemConstructorOptions = {
    label: mac ? `Quit ${app.getName()}` : process.platform === 'win32' ? 'E&xit' : '&Quit',
    ...(process.platform === 'win32' ? {} : { accelerator: 'CmdOrCtrl+Q' }),
    click: () => actions.quit(),
  };
  const appMenu: MenuItemConstructorOptions = {
    label: app.getName(),
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      quit,
    ],
  };
  const fileMenu: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      exportHistory,
      separator,
      ...(mac ? [] : [settings, separator]),
      { role: 'close' },
      ...(mac ? [] : [quit]),
    ],
  };
  // The page hears these keys itself, and knows when they are meant for a field.
  const heard = (accelerator: string) => ({ accelerator, registerAccelerator: false });
  const viewMenu: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      {
        label: 'Find Anything…',
        ...heard('CmdOrCtrl+K'),
        click: () => actions.show({ to: 'palette' }),
      },
      separator,
      { label: 'Back', ...heard(mac ? 'Cmd+[' : 'Alt+Left'), click: () => actions.show({ to: 'back' }) },
      {
        label: 'Forward',
        ...heard(mac ? 'Cmd+]' : 'Alt+Right'),
        click: () => actions.show({ to: 'forward' }),
      },
      separator,
      ...places.map(([label, to]) => ({ label, click: () => actions.show({ to }) })),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...developerItems(),
    ],
  };
  const helpMenu: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { label: `${app.getName()} Help`, ...heard('F1'), click: () => actions.show({ to: 'help' }) },
      { label: 'Keyboard Shortcuts', click: () => actions.show({ to: 'shortcuts' }) },
      separator,
      { label: 'About Read Replicas', click: () => actions.replicas() },
      ...(mac ? [] : [separator, { role: 'about' } as const]),
    ],
  };
  const menus = [
    fileMenu,
    { role: 'editMenu' } as const,
    viewMenu,
    { role: 'windowMenu' } as const,
    helpMenu,
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(mac ? [appMenu, ...menus] : menus));
}

function developerItems(): MenuItemConstructorOptions[] {
  if (app.isPackaged) return [];
  return [{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }];
}
