import { Modal } from '@mantine/core';
import { useShortcuts } from '../shortcuts/useShortcuts.ts';
import { showPalette, useOverlays } from '../stores/overlays.ts';
import { PaletteBox } from './PaletteBox.tsx';

/** Finds and does anything, from the keyboard. */
export function Palette() {
  const opened = useOverlays((state) => state.palette);
  const before = useOverlays((state) => state.focused);
  useShortcuts({ 'palette.open': () => showPalette(true) });
  // At once, and not a moment later as the dialog would: what was chosen may take the focus somewhere else.
  const close = () => {
    showPalette(false);
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  return (
    <Modal.Root
      opened={opened}
      onClose={close}
      returnFocus={false}
      lockScroll={false}
      centered={false}
      yOffset="12vh"
      size={620}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content aria-label="Find anything">
        <PaletteBox onClose={close} />
      </Modal.Content>
    </Modal.Root>
  );
}
