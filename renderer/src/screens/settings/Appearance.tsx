import { SegmentedControl } from '@mantine/core';
import { Settings } from '../../../../shared/domain/settings.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeSettings } from '../../stores/settings.ts';
import { Section } from './Section.tsx';

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
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </Section>
  );
}
