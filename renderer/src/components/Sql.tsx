import { CopyButton } from './CopyButton.tsx';
import classes from './Sql.module.css';

interface Props {
  text: string;
  label: string;
  /** For a narrow column: the button stands under the statement, not beside it. */
  narrow?: boolean;
}

/** A statement in full, with a button to take it along. */
export function Sql({ text, label, narrow = false }: Props) {
  return (
    <div className={classes.block} data-narrow={narrow || undefined}>
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
