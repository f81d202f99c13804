import { ActionIcon, Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconBellOff,
  IconDots,
  IconDownload,
  IconEyeOff,
  IconPlayerPlay,
  IconPlus,
  IconTag,
} from '@tabler/icons-react';
import type { TableDetail } from '../../../../shared/domain/table.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { runChecks } from '../../stores/checks.ts';
import { openExport } from '../../stores/export.ts';
import { replacePlace } from '../../stores/navigation.ts';
import { askForLabels, askToSilence } from '../../stores/overlays.ts';
import { unmonitorTable } from '../../stores/tables.ts';
import { CheckDrawer } from '../check-editor/CheckDrawer.tsx';

export function TableActions({ detail }: { detail: TableDetail }) {
  const { table, checks } = detail;
  const [adding, add] = useDisclosure(false);
  const [stopping, stop] = useDisclosure(false);
  const running = useAction(runChecks);
  const enabled = checks.filter((check) => check.enabled).map((check) => check.id);
  return (
    <>
      <Button
        leftSection={<IconPlayerPlay size={14} stroke={1.8} />}
        disabled={enabled.length === 0}
        loading={running.slow}
        onClick={() => running.run(enabled)}
      >
        Run all now
      </Button>
      <Button variant="filled" leftSection={<IconPlus size={14} />} onClick={add.open}>
        Add check
      </Button>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" size={28} aria-label="More for this table">
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconDownload size={14} />}
            onClick={() => openExport({ connectionId: table.connectionId, tableId: table.id })}
          >
            Export history…
          </Menu.Item>
          <Menu.Item leftSection={<IconBellOff size={14} />} onClick={() => askToSilence([table.id])}>
            Silence…
          </Menu.Item>
          <Menu.Item leftSection={<IconTag size={14} />} onClick={() => askForLabels([table.id])}>
            Tags and owner…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconEyeOff size={14} />} color="var(--broken)" onClick={stop.open}>
            Stop monitoring…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {running.problem && <ProblemNote problem={running.problem} onRetry={() => running.run(enabled)} />}
      <CheckDrawer
        opened={adding}
        onClose={add.close}
        owner={{ connectionId: table.connectionId, tableId: table.id }}
        columns={detail.columns}
      />
      <ConfirmDialog
        opened={stopping}
        title={`Stop monitoring ${table.schema}.${table.name}?`}
        text="Its checks and their history are removed from Pulse. Nothing changes on the server, and you can add the table again."
        confirm="Stop monitoring"
        onConfirm={async () => {
          await unmonitorTable(table.id);
          replacePlace({ screen: 'overview' });
        }}
        onClose={stop.close}
      />
    </>
  );
}
