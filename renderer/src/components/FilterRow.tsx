import { Button } from '@mantine/core';
import classes from './FilterRow.module.css';

interface Props {
  /** Absent when nothing is narrowed. */
  onClear: (() => void) | undefined;
  children: React.ReactNode;
}

/** What narrows a long list, above it. */
export function FilterRow({ onClear, children }: Props) {
  return (
    <div className={classes.row}>
      {children}
      {onClear && (
        <Button size="sm" onClick={onClear} aria-label="Clear all filters">
          Clear
        </Button>
      )}
    </div>
  );
}
