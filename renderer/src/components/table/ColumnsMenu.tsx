import { ActionIcon, Button, Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import type { ListLook, ListName } from '../../../../shared/domain/settings.ts';
import { useSettings } from '../../stores/settings.ts';
import { MenuPopover } from '../MenuPopover.tsx';
import { canHide, inOrder, isFixed, moved, toggled } from './arrange.ts';
import classes from './ColumnsMenu.module.css';
import type { Column } from './columns.ts';
import { AS_IT_IS, keepLook } from './look.ts';

interface Props<T> {
  list: ListName;
  columns: readonly Column<T>[];
}

/** Shows and hides the columns of a list, and puts them in another order. Kept for the next time. */
export function ColumnsMenu<T>(props: Props<T>) {
  return (
    <MenuPopover label="Columns" icon={<IconColumns3 size={15} stroke={1.8} />}>
      {(close) => <Chosen {...props} close={close} />}
    </MenuPopover>
  );
}

function Chosen<T>({ list, columns, close }: Props<T> & { close: () => void }) {
  const look = useSettings((state) => state.settings?.lists[list] ?? AS_IT_IS);
  const keep = (next: ListLook) => void keepLook(list, next);
  const reset = () => {
    keep(AS_IT_IS);
    // The button goes with what it undid, and would leave the keyboard nowhere.
    close();
  };
  const ordered = inOrder(columns, look).filter((column) => !isFixed(column));
  const changed = look.order.length > 0 || look.hidden.length > 0 || Object.keys(look.widths).length > 0;
  return (
    <>
      <ul className={classes.columns}>
        {ordered.map((column, index) => (
          <li key={column.id} className={classes.column}>
            <Checkbox
              label={column.header}
              checked={!canHide(column) || !look.hidden.includes(column.id)}
              disabled={!canHide(column)}
              onChange={() => keep(toggled(look, column.id))}
            />
            <span>
              {([-1, 1] as const).map((step) => (
                <ActionIcon
                  key={step}
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={`Move ${column.header} ${step === -1 ? 'to the left' : 'to the right'}`}
                  disabled={index + step < 0 || index + step >= ordered.length}
                  onClick={() => keep(moved(columns, look, column.id, step))}
                >
                  {step === -1 ? <IconArrowUp size={14} /> : <IconArrowDown size={14} />}
                </ActionIcon>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {changed && (
        <Button variant="subtle" color="gray" fullWidth onClick={reset}>
          All columns, as at first
        </Button>
      )}
    </>
  );
}
