import { nativeTheme } from 'electron';
import type { Settings } from '../../shared/domain/settings.ts';

/** Same colours as the page's own `--canvas`, so that the window never flashes before the page is drawn. */
const backgrounds = { light: '#fbfbfc', dark: '#131418' };

/** Makes native parts (title bar, menus, dialogs) follow the user's choice. */
export function applyTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme;
}

/** The window's background under the current theme. */
export function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light;
}
