import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTakeFocus } from '../../hooks/useTakeFocus.ts';

interface Props {
  open: boolean;
  /** The check's name. */
  of: string;
  /** It came in place of the one that was pressed. */
  takesFocus: boolean;
  onToggle: () => void;
}

/** Opens a check's line to its card, or folds the card again. */
export function Fold({ open, of, takesFocus, onToggle }: Props) {
  const button = useTakeFocus<HTMLButtonElement>(takesFocus);
  const Chevron = open ? IconChevronUp : IconChevronDown;
  const label = open ? 'Show less' : 'Show more';
  return (
    <Tooltip label={label}>
      <ActionIcon
        ref={button}
        variant="subtle"
        color="gray"
        size={28}
        onClick={onToggle}
        aria-expanded={open}
        aria-label={`${label} of ${of}`}
      >
        <Chevron size={15} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
