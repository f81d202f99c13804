import classes from './EmptyState.module.css';

interface Props {
  icon: React.ReactNode;
  title: string;
  /** What to do about it, or why it is good news. */
  text: string;
  children?: React.ReactNode;
}

export function EmptyState({ icon, title, text, children }: Props) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.text}>{text}</p>
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
