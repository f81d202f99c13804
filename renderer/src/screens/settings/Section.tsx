import classes from './Settings.module.css';

export function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className={classes.section}>
      <h2 className={classes.heading}>{title}</h2>
      <div className={classes.content}>{children}</div>
    </section>
  );
}
