import { groups, shortcutIds, shortcuts } from './catalogue.ts';
import { Keys } from './Keys.tsx';
import classes from './ShortcutList.module.css';

/** Every shortcut of the window, by where it is heard. */
export function ShortcutList() {
  return (
    <div className={classes.groups}>
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <h3 className={classes.heading}>{group}</h3>
          <dl className={classes.list}>
            {shortcutIds
              .filter((id) => shortcuts[id].group === group)
              .map((id) => (
                <div key={id} className={classes.line}>
                  <dt>{shortcuts[id].label}</dt>
                  <dd>
                    <Keys id={id} all />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
