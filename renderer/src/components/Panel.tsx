import classes from './Panel.module.css';

interface Props {
  label: string;
  children: React.ReactNode;
  flush?: boolean;
}

/** A quiet frame around things that belong together. */
export function Panel({ label, children, flush = false }: Props) {
  return (
    <section className={classes.panel} aria-label={label} data-flush={flush || undefined}>
      {children}
    </section>
  );
}
