import { Modal } from '@mantine/core';
import { showShortcuts, useOverlays } from '../stores/overlays.ts';
import { ShortcutList } from './ShortcutList.tsx';
import { useShortcuts } from './useShortcuts.ts';

export function ShortcutsDialog() {
  const opened = useOverlays((state) => state.shortcuts);
  useShortcuts({ 'help.shortcuts': () => showShortcuts(true) });
  return (
    <Modal opened={opened} onClose={() => showShortcuts(false)} title="Keyboard shortcuts" size={720}>
      <ShortcutList />
    </Modal>
  );
}
