import { ActionIcon, Tooltip } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import classes from './FilterRow.module.css';

interface Props {
  /** Absent when nothing is narrowed. */
  onClear: (() => void) | undefined;
  children: React.ReactNode;
}

/** What narrows a long list, above it. Its way back has its place from the beginning: the list must not move while one types. */
export function FilterRow({ onClear, children }: Props) {
  return (
    <div className={classes.row}>
      {children}
      <Tooltip label="Clear all filters">
        <ActionIcon
          variant="default"
          size={32}
          className={classes.clear ?? ''}
          data-hidden={!onClear || undefined}
          onClick={onClear}
          aria-label="Clear all filters"
        >
          <IconFilterOff size={15} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
