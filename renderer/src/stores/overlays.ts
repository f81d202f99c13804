import { create } from 'zustand';

interface OverlaysState {
  palette: boolean;
  /** What had the focus when the palette was opened. */
  focused: Element | null;
  shortcuts: boolean;
  /** The tables that are about to be silenced; empty while nobody asked. */
  silencing: readonly number[];
  /** The tables whose interval is about to change. */
  interval: readonly number[];
  /** The tables that are about to be tagged. */
  labelling: readonly number[];
}

/** The dialogs that can be opened from anywhere. */
export const useOverlays = create<OverlaysState>()(() => ({
  palette: false,
  focused: null,
  shortcuts: false,
  silencing: [],
  interval: [],
  labelling: [],
}));

export const showPalette = (palette: boolean): void =>
  useOverlays.setState(palette ? { palette, focused: document.activeElement } : { palette });
export const showShortcuts = (shortcuts: boolean): void => useOverlays.setState({ shortcuts });
export const askToSilence = (silencing: readonly number[]): void => useOverlays.setState({ silencing });
export const askForInterval = (interval: readonly number[]): void => useOverlays.setState({ interval });
export const askForLabels = (labelling: readonly number[]): void => useOverlays.setState({ labelling });
