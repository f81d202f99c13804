import { Drawer } from '@mantine/core';
import { useEffect } from 'react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import type { Column } from '../../../../shared/domain/table.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { type CheckOwner, loadCheckTypes, useCheckTypes } from '../../stores/checks.ts';
import { leave, useUnsaved } from '../../stores/unsaved.ts';
import { CheckForm } from './CheckForm.tsx';
import { NewCheck } from './NewCheck.tsx';

interface Props {
  opened: boolean;
  onClose: () => void;
  owner: CheckOwner;
  columns: readonly Column[];
  /** The check to edit; without it a new one is made. */
  check?: CheckView;
}

export function CheckDrawer({ opened, onClose, owner, columns, check }: Props) {
  const asking = useUnsaved((state) => state.wanted !== null);
  const { load, types } = useCheckTypes();
  useEffect(() => {
    if (opened) void loadCheckTypes();
  }, [opened]);
  const type = types.find((each) => each.type === check?.type);
  return (
    <Drawer
      opened={opened}
      onClose={() => leave(onClose)}
      closeOnEscape={!asking}
      size="min(1080px, 100%)"
      title={check ? 'Edit check' : 'Add check'}
    >
      <Loaded load={load} label="Loading the kinds of check" retry={loadCheckTypes}>
        {check && type ? (
          <CheckForm owner={owner} columns={columns} type={type} check={check} onDone={onClose} />
        ) : (
          <NewCheck owner={owner} columns={columns} onDone={onClose} />
        )}
      </Loaded>
    </Drawer>
  );
}
