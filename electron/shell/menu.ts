import { app, Menu, type MenuItemConstructorOptions } from 'electron';

interface Actions {
  settings(): void;
  exportHistory(): void;
  replicas(): void;
}

/** The application menu, with each platform's own habits. */
export function setMenu(actions: Actions): void {
  const mac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => actions.settings(),
  };
  const exportHistory: MenuItemConstructorOptions = {
    label: 'Export History…',
    accelerator: 'CmdOrCtrl+Shift+E',
    click: () => actions.exportHistory(),
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
      { role: 'quit' },
    ],
  };
  const fileMenu: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      exportHistory,
      separator,
      ...(mac ? [] : [settings, separator]),
      { role: 'close' },
      ...(mac ? [] : [{ role: 'quit' } as const]),
    ],
  };
  const viewMenu: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
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
