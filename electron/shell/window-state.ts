import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { BrowserWindow } from 'electron';
import { WindowState } from './bounds.ts';

const SETTLE_MS = 500;

/** How the window was left last time; null when that is not known. */
export function readWindowState(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Writes the window's place down whenever it has settled, so that it is known even after a crash. */
export function rememberWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | undefined;
  let normal = window.getBounds();
  const save = () => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized()) return;
    const known = window.getNormalBounds();
    // Of a window that was opened maximised, Linux knows no other size.
    if (window.isNormal() || !isDeepStrictEqual(known, window.getBounds())) normal = known;
    const state: WindowState = { ...normal, maximized: window.isMaximized() };
    try {
      writeFileSync(file, JSON.stringify(state));
    } catch {
      // The next start opens in the default place. Not worth a word.
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, SETTLE_MS);
  };
  for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
    window.on(event as 'resize', later);
  }
  window.on('close', save);
}
