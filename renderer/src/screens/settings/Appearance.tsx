import { SegmentedControl } from '@mantine/core';
import { Settings } from '../../../../shared/domain/settings.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeSettings } from '../../stores/settings.ts';
import { Section } from './Section.tsx';
import classes from './Settings.module.css';

export function Appearance({ settings }: { settings: Settings }) {
  const changing = useAction(changeSettings);
  return (
    <Section title="Appearance">
      <SegmentedControl
        size="xs"
        aria-label="Appearance"
        value={settings.theme}
        onChange={(value) => changing.run({ theme: Settings.shape.theme.parse(value) })}
        data={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      <div>
        <p className={classes.legend}>Times</p>
        <SegmentedControl
          mt={4}
          size="xs"
          aria-label="Times"
          value={settings.timeZone}
          onChange={(value) => changing.run({ timeZone: Settings.shape.timeZone.parse(value) })}
          data={[
            { value: 'local', label: 'This machine' },
            { value: 'utc', label: 'UTC' },
          ]}
        />
        <p className={`${classes.small} ${classes.beneath}`}>
          In lists and charts. Messages, quiet hours and sentences keep the time of this machine.
        </p>
      </div>
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </Section>
  );
}
