import { Modal } from '@mantine/core';
import { showShortcuts, useOverlays } from '../stores/overlays.ts';
import { ShortcutList } from './ShortcutList.tsx';

export function ShortcutsDialog() {
  const opened = useOverlays((state) => state.shortcuts);
  return (
    <Modal opened={opened} onClose={() => showShortcuts(false)} title="Keyboard shortcuts" size={720}>
      <ShortcutList />
    </Modal>
  );
}
