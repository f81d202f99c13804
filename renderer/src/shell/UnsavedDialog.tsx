import { Button, Group, Modal, Text } from '@mantine/core';
import { discard, stay, useUnsaved } from '../stores/unsaved.ts';

/** Asks before changes that were not saved are lost. It may lie over a drawer. */
export function UnsavedDialog() {
  const asking = useUnsaved((state) => state.wanted !== null);
  return (
    <Modal
      opened={asking}
      onClose={stay}
      title="Discard the changes?"
      size={440}
      zIndex={300}
      // Escape is heard here and not on the window, where a drawer below would hear it as well.
      closeOnEscape={false}
      onKeyDown={(event) => {
        if (event.key === 'Escape') stay();
      }}
    >
      <Text c="dimmed">What you changed here has not been saved.</Text>
      <Group justify="flex-end" gap={8} mt="lg">
        <Button onClick={stay} data-autofocus>
          Keep editing
        </Button>
        <Button variant="filled" color="var(--danger)" onClick={discard}>
          Discard changes
        </Button>
      </Group>
    </Modal>
  );
}
