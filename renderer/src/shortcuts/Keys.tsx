import { VisuallyHidden } from '@mantine/core';
import { Fragment } from 'react';
import { onMac, printed, type ShortcutId, waysOf } from './catalogue.ts';
import classes from './Keys.module.css';

/** The keys of a shortcut as they are on the keyboard. `all` shows every way to press it. */
export function Keys({ id, all = false }: { id: ShortcutId; all?: boolean }) {
  const mac = onMac();
  const ways = waysOf(id, mac);
  return (
    <span className={classes.keys}>
      {(all ? ways : ways.slice(0, 1)).map((way, index) => (
        <Fragment key={way}>
          {index > 0 && <span className={classes.or}>or</span>}
          <span className={classes.way}>
            {printed(way, mac).map((key, at) => (
              <Fragment key={key}>
                {at > 0 && <VisuallyHidden>{way.includes(' ') ? ' then ' : ' '}</VisuallyHidden>}
                <kbd className={classes.key}>{key}</kbd>
              </Fragment>
            ))}
          </span>
        </Fragment>
      ))}
    </span>
  );
}
