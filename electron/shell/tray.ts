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
import { type Overall, type OverallState, OverallTracker } from './overall.ts';

const pictures: Record<OverallState, readonly [normal: string, double: string]> = {
  broken: [broken, broken2x],
  warning: [warning, warning2x],
  unjudged: [unjudged, unjudged2x],
  healthy: [healthy, healthy2x],
  idle: [idle, idle2x],
};

interface Actions {
  open(): void;
  quit(): void;
}

export interface PulseTray {
  /** False when no desktop shows the icon; then the window must not disappear behind it. */
  readonly visible: boolean;
  show(overall: Overall): void;
}

/** Puts an icon with the overall state beside the clock, where the desktop has such a place. */
export async function createTray(actions: Actions): Promise<PulseTray> {
  // On Linux an icon nobody hosts is drawn nowhere, without an error.
  const hosted = process.platform !== 'linux' || (await busNameHasOwner('org.kde.StatusNotifierWatcher'));
  if (!hosted) return { visible: false, show: () => {} };

  const tray = new Tray(picture('idle'));
  tray.on('click', () => actions.open());
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: `Open ${app.getName()}`, click: () => actions.open() },
      { type: 'separator' },
      { label: `Quit ${app.getName()}`, click: () => actions.quit() },
    ]),
  );
  return {
    visible: true,
    show: ({ state, words }) => {
      tray.setImage(picture(state));
      tray.setToolTip(`${app.getName()}: ${words}`);
    },
  };
}

/** Keeps the icon and its words as the engine's tables and connections are. */
export async function showOverall(engine: Engine, tray: PulseTray): Promise<void> {
  const tracker = new OverallTracker();
  engine.onEvent((event) => {
    if (tracker.follow(event)) tray.show(tracker.overall);
  });
  const tables = await engine.handlers['tables.list'](null);
  tracker.start(tables, await engine.handlers['connections.list'](null));
  tray.show(tracker.overall);
}

function picture(state: OverallState): NativeImage {
  const [normal, double] = pictures[state];
  const image = nativeImage.createFromDataURL(normal);
  image.addRepresentation({ scaleFactor: 2, dataURL: double });
  return image;
}
