import type { SettingsSection } from '../../stores/settings-sections.ts';
import classes from './Settings.module.css';

export function Section({ title, children }: { title: SettingsSection; children: React.ReactNode }) {
  return (
    <section aria-label={title} className={classes.section}>
      <h2 className={classes.heading} tabIndex={-1}>
        {title}
      </h2>
      <div className={classes.content}>{children}</div>
    </section>
  );
}
