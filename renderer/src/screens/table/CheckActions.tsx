import { ActionIcon, Button, Group, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCode, IconDots, IconDownload, IconPlayerPlay, IconTrash } from '@tabler/icons-react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import type { Column } from '../../../../shared/domain/table.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { removeCheck } from '../../stores/checks.ts';
import { openExport } from '../../stores/export.ts';
import { CheckDrawer } from './check-form/CheckDrawer.tsx';

interface Props {
  check: CheckView;
  columns: readonly Column[];
  busy: boolean;
  onRun: () => void;
  sqlShown: boolean;
  onToggleSql: () => void;
}

export function CheckActions({ check, columns, busy, onRun, sqlShown, onToggleSql }: Props) {
  const [editing, edit] = useDisclosure(false);
  const [removing, remove] = useDisclosure(false);
  return (
    <Group gap={6} wrap="nowrap">
      <Button
        leftSection={<IconPlayerPlay size={13} stroke={1.8} />}
        disabled={!check.enabled || busy}
        onClick={onRun}
        aria-label={`Run ${check.name} now`}
      >
        Run now
      </Button>
      <Button onClick={edit.open} aria-label={`Edit ${check.name}`}>
        Edit
      </Button>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" size={28} aria-label={`More for ${check.name}`}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCode size={14} />} disabled={check.sql === null} onClick={onToggleSql}>
            {sqlShown ? 'Hide its statement' : 'Show its statement'}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDownload size={14} />}
            onClick={() =>
              openExport({ connectionId: check.connectionId, tableId: check.tableId, checkId: check.id })
            }
          >
            Export history…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={14} />} color="var(--broken)" onClick={remove.open}>
            Remove…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <CheckDrawer
        opened={editing}
        onClose={edit.close}
        owner={{ connectionId: check.connectionId, tableId: check.tableId }}
        columns={columns}
        check={check}
      />
      <ConfirmDialog
        opened={removing}
        title={`Remove “${check.name}”?`}
        text="The check and its history are removed from Pulse. To keep the history, switch the check off instead."
        confirm="Remove check"
        onConfirm={() => removeCheck(check.id)}
        onClose={remove.close}
      />
    </Group>
  );
}
