import { Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ShortcutList } from './ShortcutList.tsx';
import { useShortcuts } from './useShortcuts.ts';

export function ShortcutsDialog() {
  const [opened, dialog] = useDisclosure(false);
  useShortcuts({ 'help.shortcuts': dialog.open });
  return (
    <Modal opened={opened} onClose={dialog.close} title="Keyboard shortcuts" size={720}>
      <ShortcutList />
    </Modal>
  );
}
