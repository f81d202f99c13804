import { ActionIcon, Popover, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

interface Props {
  /** What the button is called, and what opens under it. */
  label: string;
  icon: React.ReactNode;
  children: (close: () => void) => React.ReactNode;
}

/** A small button over a list, and under it what belongs to the list. The keyboard comes back to the button. */
export function MenuPopover({ label, icon, children }: Props) {
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <Popover opened={opened} onDismiss={close} position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={label}>
          <ActionIcon variant="default" size={28} aria-label={label} onClick={toggle}>
            {icon}
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={label} p={6}>
        {children(close)}
      </Popover.Dropdown>
    </Popover>
  );
}
