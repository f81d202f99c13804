import { CopyButton } from './CopyButton.tsx';
import classes from './Sql.module.css';

/** A statement in full, with a button to take it along. */
export function Sql({ text, label }: { text: string; label: string }) {
  return (
    <div className={classes.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={classes.scroller} tabIndex={0} aria-label={label}>
        <pre className={classes.sql}>{text}</pre>
      </section>
      <div className={classes.copy}>
        <CopyButton text={text} />
      </div>
    </div>
  );
}
