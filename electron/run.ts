import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { app, ipcMain, Notification, powerMonitor, safeStorage, shell } from 'electron';
import type { EventPayload } from '../shared/contract/contract.ts';
import type { MethodName } from '../shared/contract/names.ts';
import { Settings } from '../shared/domain/settings.ts';
import { systemClock } from './engine/clock.ts';
import { Engine } from './engine/engine.ts';
import type { Handlers } from './engine/handlers/handlers.ts';
import type { Logger } from './engine/ports.ts';
import { StartDesk } from './engine/start-desk.ts';
import { readMigrations } from './engine/store/migrate.ts';
import type { OpenedStore } from './engine/store/open-prepared.ts';
import { EventBatcher } from './ipc/events.ts';
import { FirstAnswer } from './ipc/first-answer.ts';
import { registerHandlers } from './ipc/handlers.ts';
import { LookedAt } from './ipc/looked-at.ts';
import { shellMethods } from './ipc/shell-methods.ts';
import { openForPage, storePlace } from './opening.ts';
import type { Calls } from './shell/calls.ts';
import { closeWindow } from './shell/closing.ts';
import { followDesktop } from './shell/desktop.ts';
import { EfficiencyMode } from './shell/efficiency-mode.ts';
import type { FirstLine } from './shell/first-line.ts';
import { isQuitting, quitCleanly } from './shell/lifecycle.ts';
import { openTopic } from './shell/links.ts';
import { applyLaunchAtLogin, refreshLaunchAtLogin } from './shell/login.ts';
import { setMenu } from './shell/menu.ts';
import { DesktopNotifier } from './shell/notifier.ts';
import { outgoingFetch } from './shell/outgoing.ts';
import { followPower } from './shell/power.ts';
import { whatStops } from './shell/quit-words.ts';
import { quitOnWish } from './shell/quitting.ts';
import { SafeStorageVault } from './shell/secrets.ts';
import { applyTheme } from './shell/theme.ts';
import { followTimeZone } from './shell/time-zone.ts';
import { createTray, type PulseTray, showOverall } from './shell/tray.ts';
import type { MainWindow } from './shell/window.ts';

/** To make the engine keeps this process busy. The page draws before, unless that takes longer than this. */
const PAGE_WITHIN_MS = 1_000;
/** A window that asks for nothing in this time must not keep Pulse from watching. */
const ANSWERED_WITHIN_MS = 3_000;

interface Given {
  dataFolder: string;
  log: Logger;
  /** Heard from the start on. */
  calls: Calls;
  /** Opened already, unless nobody wants to see it. */
  window: MainWindow;
  /** What its page waits for. */
  firstLine: FirstLine;
  unseen: boolean;
  /** The store, which is being opened. */
  opening: Promise<OpenedStore>;
}

/** All that Pulse is beside its window and its store: answers the page, and watches. */
export async function run({
  dataFolder,
  log,
  calls,
  window,
  firstLine,
  unseen,
  opening,
}: Given): Promise<void> {
  let settings = Settings.parse({});
  const vault = await SafeStorageVault.open({
    safeStorage,
    platform: process.platform,
    allowsPlain: () => settings.allowPlainSecrets,
  });
  const notifier = new DesktopNotifier({
    Notification,
    platform: process.platform,
    log,
    severityOf: async (id) => (await engine.handlers['incidents.get']({ id })).incident.severity,
    onOpen: (id) => (id === null ? window.open() : openAt({ to: 'incident', id })),
    onAcknowledge: (id) => void engine.handlers['incidents.acknowledge']({ id, note: '' }),
  });

  let tray: PulseTray | null = null;
  let watching = false;
  window.onClose = (closing) =>
    // Before anything is watched, closing the window is quitting.
    !watching ||
    closeWindow(closing, {
      trayVisible: () => tray?.visible ?? false,
      explained: () => settings.keepWatchingExplained,
      rememberExplained: () =>
        void engine.handlers['settings.set']({ ...settings, keepWatchingExplained: true }),
    });
  const batcher = new EventBatcher({ clock: systemClock, log, send: (batch) => window.send(batch) });
  window.onNewPage = () => batcher.pageIsNew();
  const efficiency = new EfficiencyMode({ clock: systemClock, setFlag: setFlagsFromString });
  const openAt = (place: EventPayload<'navigate'>) => {
    window.open();
    batcher.push({ name: 'navigate', payload: place });
  };

  const quit = () =>
    void quitOnWish({
      window: () => window.current,
      stops: async () => (watching ? whatStops(await world()) : null),
      explained: () => settings.quittingExplained,
      rememberExplained: () => void engine.handlers['settings.set']({ ...settings, quittingExplained: true }),
    });
  const world = async () => ({
    tables: await engine.handlers['tables.list'](null),
    connections: await engine.handlers['connections.list'](null),
    pause: await engine.handlers['connections.pauseState'](null),
  });
  setMenu({ show: openAt, replicas: () => void openTopic('replicas'), quit });
  followDesktop(calls, { open: () => window.open(), openAt });
  const answer = (handlers: Partial<Handlers<MethodName>>) =>
    registerHandlers({
      ipcMain,
      handlers,
      isTrusted: (event) => window.isSender(event),
      asked: () => {
        efficiency.used();
        return batcher.asked();
      },
      log,
    });

  const place = storePlace();
  let next: () => Promise<OpenedStore> = () => opening;
  const starting = new StartDesk({
    open: async () => {
      const open = next;
      next = () => openForPage(dataFolder, firstLine);
      const opened = await open();
      if (!unseen) await firstLine.settled(PAGE_WITHIN_MS);
      return Engine.open({
        opened,
        folder: dataFolder,
        ...place,
        readerFile: join(app.getAppPath(), 'out/main/store-reader.js'),
        exportWorker: join(app.getAppPath(), 'out/main/export-worker.js'),
        configurationWorker: join(app.getAppPath(), 'out/main/configuration-worker.js'),
        version: app.getVersion(),
        clock: systemClock,
        log,
        notifier,
        vault,
        fetch: outgoingFetch(),
      });
    },
    dataFolder,
    ...place,
    layout: readMigrations(place.migrationsFolder).length,
    clock: systemClock,
    log,
    show: () => window.open(),
    openFolder: () => void shell.openPath(dataFolder),
    quit: () => app.quit(),
  });
  answer(starting.handlers);
  firstLine.listening();
  const engine = await starting.open();
  quitCleanly(() => engine.stop(), log);
  settings = await engine.handlers['settings.get'](null);
  applyTheme(settings.theme);
  firstLine.known(() => (isQuitting() ? null : engine.answer()));

  const demo = __DEMO__ ? (await import('./ipc/demo-methods.ts')).openDemo(process.env, log) : null;
  const tables = new FirstAnswer(engine.handlers['tables.list']);
  const lookedAt = new LookedAt(engine.handlers['tables.get']);
  answer({
    ...engine.handlers,
    'tables.list': tables.handler,
    'tables.get': lookedAt.handler,
    ...shellMethods({
      engine,
      dataFolder,
      demo: demo?.present ?? false,
      secrets: vault,
      notifier,
      window: () => window.current,
    }),
    ...demo?.handlers,
  });

  engine.onEvent((event) => {
    if (lookedAt.concerns(event)) batcher.push(event);
    if (event.name !== 'settings.changed') return;
    const before = settings;
    settings = event.payload;
    applyTheme(settings.theme);
    if (settings.launchAtLogin !== before.launchAtLogin) applyLaunchAtLogin(settings.launchAtLogin, log);
  });
  followTimeZone(systemClock);
  followPower(engine, { powerMonitor, clock: systemClock });
  watching = true;
  starting.ready();
  if (!unseen) {
    // What the window asks first is answered first: to start watching is some hundred milliseconds of work.
    await tables.answered(ANSWERED_WITHIN_MS);
  }
  // Who quits meanwhile has closed the store.
  if (isQuitting()) return;
  engine.start();
  void demo?.watchEverything(engine);
  tray = await createTray({
    open: () => window.open(),
    openIncident: (id) => openAt({ to: 'incident', id }),
    openSettings: () => openAt({ to: 'settings' }),
    pauseAll: (paused) => void engine.handlers['connections.pauseAll']({ paused }),
    quit,
  });
  if (isQuitting()) return;
  // A Pulse that nobody sees must have something to click.
  if (unseen && !tray.visible) window.open();
  if (settings.launchAtLogin) refreshLaunchAtLogin(log);
  await showOverall(engine, tray);
  log.info({ version: app.getVersion(), electron: process.versions.electron }, 'started');
}
