import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  /** What it is asked about; open while there is any. */
  ids: readonly number[];
  title: string;
  onClose(): void;
  children: ReactNode;
}

/** Asks something about some tables. */
export function TablesDialog({ ids, title, onClose, children }: Props) {
  return (
    <Modal
      opened={ids.length > 0}
      onClose={onClose}
      title={title}
      size={440}
      // It would fade out with nothing left to name.
      transitionProps={{ duration: 0 }}
    >
      {children}
    </Modal>
  );
}
