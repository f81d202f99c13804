import { join } from 'node:path';
import { app, BrowserWindow, nativeImage, nativeTheme, screen } from 'electron';
import icon from '../../build/window-icon.png?inline';
import type { PulseEvent } from '../../shared/contract/contract.ts';
import { EVENTS_CHANNEL } from '../../shared/contract/names.ts';
import type { Logger } from '../engine/ports.ts';
import { MIN_SIZE, openingBounds } from './bounds.ts';
import { isOwnPage, PAGE_URL } from './page.ts';
import { followTrouble } from './page-trouble.ts';
import { backgroundColour } from './theme.ts';
import { readWindowState, rememberWindowState } from './window-state.ts';

/** A page that draws nothing in this time is shown as it is: a blank window can be closed, an invisible one cannot. */
const SHOW_AT_LATEST_MS = 8_000;

const NEXT_FRAME = 'new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))';

interface Deps {
  dataFolder: string;
  preload: string;
  log: Logger;
  /** The page has drawn something for the first time, which is on the screen. */
  onDrawn(): void;
}

/** The one window: made when it is first needed, and made anew should it be gone. */
export class MainWindow {
  readonly #deps: Deps;
  #window: BrowserWindow | null = null;
  /** The user closes the window. Returns false when it must stay, because Pulse keeps watching. */
  onClose: (window: BrowserWindow) => boolean = () => true;
  /** Another page is read into the window, or will be, and does not listen yet. */
  onNewPage: () => void = () => {};

  constructor(deps: Deps) {
    this.#deps = deps;
    nativeTheme.on('updated', () => this.current?.setBackgroundColor(backgroundColour()));
  }

  /** The window when there is one. */
  get current(): BrowserWindow | null {
    return this.#window?.isDestroyed() === false ? this.#window : null;
  }

  /** Brings the window to the front, whatever state it is in. */
  open(): BrowserWindow {
    const window = this.current;
    if (window === null) {
      this.onNewPage();
      return this.#create();
    }
    if (window.webContents.isCrashed()) {
      this.onNewPage();
      window.webContents.reload();
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return window;
  }

  /** Tells the page what happened, and returns whether there is one. A new page asks for everything anyway. */
  send(batch: PulseEvent[]): boolean {
    const contents = this.current?.webContents;
    if (contents === undefined || contents.isCrashed()) return false;
    contents.send(EVENTS_CHANNEL, batch);
    return true;
  }

  /** Whether a message comes from this window's main frame while it shows our own page. */
  isSender(event: { sender: Electron.WebContents; senderFrame: Electron.WebFrameMain | null }): boolean {
    const contents = this.current?.webContents;
    if (contents === undefined || event.sender !== contents || event.senderFrame === null) return false;
    return event.senderFrame === contents.mainFrame && isOwnPage(event.senderFrame.url);
  }

  #create(): BrowserWindow {
    const { dataFolder, preload, log, onDrawn } = this.#deps;
    const stateFile = join(dataFolder, 'window.json');
    const saved = readWindowState(stateFile);
    const window = new BrowserWindow({
      ...openingBounds(
        saved,
        screen.getAllDisplays().map((display) => display.workArea),
      ),
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      title: app.getName(),
      show: false,
      backgroundColor: backgroundColour(),
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        webviewTag: false,
        webSecurity: true,
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    this.#window = window;
    rememberWindowState(window, stateFile);
    if (saved?.maximized) window.maximize();

    const show = () => {
      // Elsewhere the package brings it; on Linux a program that was only unpacked has no other.
      if (process.platform === 'linux') window.setIcon(nativeImage.createFromDataURL(icon));
      window.show();
    };
    const showAnyway = setTimeout(() => window.isDestroyed() || show(), SHOW_AT_LATEST_MS);
    window.once('ready-to-show', () => {
      clearTimeout(showAnyway);
      show();
      // What was drawn comes on the screen with the next frame, for which this process is needed.
      window.webContents.mainFrame.executeJavaScript(NEXT_FRAME).then(onDrawn, onDrawn);
    });
    window.once('closed', () => clearTimeout(showAnyway));
    window.on('close', (event) => {
      if (!this.onClose(window)) event.preventDefault();
    });
    window.on('page-title-updated', (event) => event.preventDefault());
    followTrouble(window, log);
    window.webContents.on('render-process-gone', () => this.onNewPage());
    // Not where one begins: most are refused, and the page stays.
    window.webContents.on('did-navigate', () => this.onNewPage());
    // A failure is told by an event as well.
    window.loadURL(PAGE_URL).catch(() => {});
    return window;
  }
}
