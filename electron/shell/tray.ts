import { app, Menu, type NativeImage, nativeImage, Tray } from 'electron';
import type { Engine } from '../engine/engine.ts';
import broken2x from './assets/tray-broken@2x.png?inline';
import broken from './assets/tray-broken.png?inline';
import healthy2x from './assets/tray-healthy@2x.png?inline';
import healthy from './assets/tray-healthy.png?inline';
import idle2x from './assets/tray-idle@2x.png?inline';
import idle from './assets/tray-idle.png?inline';
import unjudged2x from './assets/tray-unjudged@2x.png?inline';
import unjudged from './assets/tray-unjudged.png?inline';
import warning2x from './assets/tray-warning@2x.png?inline';
import warning from './assets/tray-warning.png?inline';
import { busNameHasOwner } from './dbus.ts';
import { isQuitting } from './lifecycle.ts';
import { type Overall, type OverallState, OverallTracker } from './overall.ts';
import { looksOf, type TrayActions, type TrayView, trayMenu } from './tray-menu.ts';

const SHOWN_AFTER_MS = 200;

const pictures: Record<OverallState, readonly [normal: string, double: string]> = {
  broken: [broken, broken2x],
  warning: [warning, warning2x],
  unjudged: [unjudged, unjudged2x],
  healthy: [healthy, healthy2x],
  idle: [idle, idle2x],
};

export interface PulseTray {
  /** False when no desktop shows the icon; then the window must not disappear behind it. */
  readonly visible: boolean;
  show(overall: Overall, view: Omit<TrayView, 'words'>): void;
}

/** Puts an icon with the overall state beside the clock, where the desktop has such a place. */
export async function createTray(actions: TrayActions): Promise<PulseTray> {
  // On Linux an icon nobody hosts is drawn nowhere, without an error.
  const hosted = process.platform !== 'linux' || (await busNameHasOwner('org.kde.StatusNotifierWatcher'));
  if (!hosted) return { visible: false, show: () => {} };

  const tray = new Tray(picture('idle'));
  tray.on('click', () => actions.open());
  let looks = '';
  return {
    visible: true,
    show: ({ state, words }, view) => {
      tray.setImage(picture(state));
      tray.setToolTip(`${app.getName()}: ${words}`);
      const menu = trayMenu(app.getName(), { ...view, words }, actions);
      if (looksOf(menu) === looks) return;
      looks = looksOf(menu);
      tray.setContextMenu(Menu.buildFromTemplate(menu));
    },
  };
}

/** Keeps the icon, its words and its menu as the engine's tables, connections and incidents are. */
export async function showOverall(engine: Engine, tray: PulseTray): Promise<void> {
  const tracker = new OverallTracker();
  const { handlers } = engine;
  const show = async () => {
    if (!tray.visible || isQuitting()) return;
    const incidents = await handlers['incidents.list']({ states: ['firing'], limit: 100 });
    const pause = await handlers['connections.pauseState'](null);
    tray.show(tracker.overall, { incidents, paused: pause !== null });
  };
  let waiting = false;
  engine.onEvent((event) => {
    const told = event.name === 'incident.changed' || event.name === 'pause.changed';
    if (!tracker.follow(event) && !told) return;
    // Many change at once when a replica goes away: they are one change of the icon.
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      show().catch((error: unknown) => {
        // What was asked of an engine that has stopped meanwhile nobody needs any more.
        if (!isQuitting()) throw error;
      });
    }, SHOWN_AFTER_MS);
  });
  tracker.start(await handlers['tables.list'](null), await handlers['connections.list'](null));
  await show();
}

function picture(state: OverallState): NativeImage {
  const [normal, double] = pictures[state];
  const image = nativeImage.createFromDataURL(normal);
  image.addRepresentation({ scaleFactor: 2, dataURL: double });
  return image;
}
