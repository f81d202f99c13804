import { Button, Group, Modal, Text } from '@mantine/core';
import { useAction } from '../hooks/useAction.ts';
import { useFocusReturn } from '../hooks/useFocusReturn.ts';
import { ProblemNote } from './ProblemNote.tsx';

interface Props {
  opened: boolean;
  title: string;
  text: string;
  /** The verb, as the button says it. */
  confirm: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ opened, title, text, confirm, onConfirm, onClose }: Props) {
  useFocusReturn(opened);
  const action = useAction(onConfirm);
  const close = () => {
    action.clear();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size={440}>
      <Text c="dimmed">{text}</Text>
      {action.problem && (
        <div style={{ marginTop: 12 }}>
          <ProblemNote problem={action.problem} />
        </div>
      )}
      <Group justify="flex-end" gap={8} mt="lg">
        <Button onClick={close} data-autofocus>
          Cancel
        </Button>
        <Button variant="filled" color="var(--danger)" loading={action.slow} onClick={() => action.run()}>
          {confirm}
        </Button>
      </Group>
    </Modal>
  );
}
