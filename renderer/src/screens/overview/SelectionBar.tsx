import { Button, CloseButton } from '@mantine/core';
import { plural } from '../../format/number.ts';
import { Keys } from '../../shortcuts/Keys.tsx';
import { clearSelection, useSelection } from '../../stores/selection.ts';
import type { BulkActions } from './bulk-actions.ts';
import classes from './Overview.module.css';

/** What can be done with the tables that are picked. */
export function SelectionBar({ run, silence, interval, label }: BulkActions) {
  const picked = useSelection((state) => state.ids.size);
  if (picked === 0) return null;
  return (
    <section className={classes.selection} data-bar aria-label="Selected tables">
      <strong>{plural(picked, 'table')} selected</strong>
      <Button rightSection={<Keys id="overview.run" />} onClick={run}>
        Run now
      </Button>
      <Button rightSection={<Keys id="overview.silence" />} onClick={silence}>
        Silence…
      </Button>
      <Button rightSection={<Keys id="overview.interval" />} onClick={interval}>
        Change interval…
      </Button>
      <Button rightSection={<Keys id="overview.label" />} onClick={label}>
        Tag…
      </Button>
      <CloseButton size="sm" aria-label="Select nothing" onClick={clearSelection} />
    </section>
  );
}
