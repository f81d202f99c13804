import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconTerminal2, IconTrash } from '@tabler/icons-react';
import type { ConnectionView } from '../../../../shared/domain/connection.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { removeConnection } from '../../stores/connections.ts';
import { go } from '../../stores/navigation.ts';

export function ConnectionMenu({ connection }: { connection: ConnectionView }) {
  const [asking, { open, close }] = useDisclosure(false);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" size={28} aria-label={`More for ${connection.name}`}>
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconTerminal2 size={14} />}
            onClick={() => go({ screen: 'queries', connectionId: connection.id })}
          >
            Show its queries
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={14} />} color="var(--broken)" onClick={open}>
            Remove…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={`Remove “${connection.name}”?`}
        text="Its monitored tables, checks, history, incidents and query log are removed from Pulse as well. Nothing changes on the server."
        confirm="Remove connection"
        onConfirm={() => removeConnection(connection.id)}
        onClose={close}
      />
    </>
  );
}
