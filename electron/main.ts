import { join } from 'node:path';
import { app, nativeTheme, session } from 'electron';
import { Calls } from './shell/calls.ts';
import { chooseDataFolder } from './shell/data-folder.ts';
import { FirstLine } from './shell/first-line.ts';
import { hardenContents, hardenSession } from './shell/hardening.ts';
import { catchDefects } from './shell/lifecycle.ts';
import { createLogger } from './shell/log.ts';
import { startedAtLogin } from './shell/login.ts';
import { announceScheme, servePage } from './shell/protocol.ts';
import { explainStartFailure } from './shell/start-failure.ts';
import { wakeSeldom } from './shell/wake-ups.ts';
import { MainWindow } from './shell/window.ts';
import { whyNotWritable } from './shell/writable.ts';

/** A page that draws nothing must not keep Pulse from watching. */
const DRAWN_WITHIN_MS = 1_000;

// What must be settled before Electron is ready. Little is read for it, and for the window: the store
// is opened by `opening.ts`, and all else is in `run.ts`.
const dataFolder = chooseDataFolder();
const log = createLogger(dataFolder, !app.isPackaged);
const devServer = __DEV_SERVER__ ? (process.env.ELECTRON_RENDERER_URL ?? null) : null;
catchDefects(log, join(dataFolder, 'logs'));
hardenContents(log);
app.setAppUserModelId('app.pulse.desktop');
wakeSeldom(app);
// Tests that run as root need the switch, and Electron would start nothing with both.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
announceScheme();
const calls = new Calls();

// A second start only brings the first one's window to the front.
if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => explainStartFailure(error, dataFolder, log));
} else {
  // A folder that cannot be written to takes no lock either, and would pass for that of a Pulse that runs.
  const problem = whyNotWritable(dataFolder);
  if (problem === null) app.exit(0);
  else void app.whenReady().then(() => explainStartFailure(problem, dataFolder, log));
}

async function start(): Promise<void> {
  hardenSession(session.defaultSession, devServer, log);
  const firstLine = new FirstLine();
  servePage(join(app.getAppPath(), 'out/renderer'), devServer, {
    firstPaint: async () => {
      const answer = await firstLine.answer();
      return { dark: nativeTheme.shouldUseDarkColors, answer };
    },
    onFile: (url) => firstLine.asked(url),
  });
  const window = new MainWindow({
    dataFolder,
    preload: join(app.getAppPath(), 'out/preload/preload.cjs'),
    log,
    onDrawn: () => firstLine.drawn(),
  });
  const unseen = startedAtLogin();
  // Its page gets a process meanwhile, and waits for what it is to show.
  if (!unseen) window.open();
  const { openForPage } = await import('./opening.ts');
  const opening = openForPage(dataFolder, firstLine);
  // What is wrong with it is said by who goes on with it.
  opening.catch(() => firstLine.known(() => null));
  // To read the rest keeps this process busy, and the page would be drawn after it.
  if (!unseen && devServer === null) await firstLine.drawnIfKnown(DRAWN_WITHIN_MS);
  const { run } = await import('./run.ts');
  await run({ dataFolder, log, calls, window, firstLine, unseen, opening });
}
