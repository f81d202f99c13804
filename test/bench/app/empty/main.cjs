// The least that a window costs: what Pulse is measured against. Same size and same isolation as Pulse's own.
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => {
  const window = new BrowserWindow({
    width: 1360,
    height: 860,
    show: false,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL('data:text/html,<!doctype html><title>Empty</title><p>Empty</p>');
});
app.on('window-all-closed', () => app.quit());
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => app.quit());
