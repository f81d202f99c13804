import { ActionIcon, Group, Menu, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconCode,
  IconDots,
  IconDownload,
  IconHistory,
  IconPencil,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import type { CheckView } from '../../../../shared/domain/check.ts';
import type { Column } from '../../../../shared/domain/table.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { removeCheck } from '../../stores/checks.ts';
import { openExport } from '../../stores/export.ts';
import { CheckDrawer } from '../check-editor/CheckDrawer.tsx';
import { Fold } from './Fold.tsx';

interface Props {
  check: CheckView;
  columns: readonly Column[];
  busy: boolean;
  onRun: () => void;
  sqlShown: boolean;
  onToggleSql: () => void;
  /** Lists its newest results, where there is room for them. */
  onNewest?: (() => void) | undefined;
  onFold?: (() => void) | undefined;
}

const quiet = { variant: 'subtle', color: 'gray', size: 28 } as const;

export function CheckActions({
  check,
  columns,
  busy,
  onRun,
  sqlShown,
  onToggleSql,
  onNewest,
  onFold,
}: Props) {
  const [editing, edit] = useDisclosure(false);
  const [removing, remove] = useDisclosure(false);
  return (
    <Group gap={2} wrap="nowrap">
      <Tooltip label="Run now">
        <ActionIcon
          {...quiet}
          disabled={!check.enabled || busy}
          onClick={onRun}
          aria-label={`Run ${check.name} now`}
        >
          <IconPlayerPlay size={15} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Edit">
        <ActionIcon {...quiet} onClick={edit.open} aria-label={`Edit ${check.name}`}>
          <IconPencil size={15} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Menu>
        <Menu.Target>
          <ActionIcon {...quiet} aria-label={`More for ${check.name}`}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCode size={14} />} disabled={check.sql === null} onClick={onToggleSql}>
            {sqlShown ? 'Hide its statement' : 'Show its statement'}
          </Menu.Item>
          {onNewest && (
            <Menu.Item leftSection={<IconHistory size={14} />} onClick={onNewest}>
              Show its newest results
            </Menu.Item>
          )}
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
      {onFold && <Fold open of={check.name} takesFocus onToggle={onFold} />}
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
