import { NumberInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { Settings } from '../../../../shared/domain/settings.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeSettings } from '../../stores/settings.ts';
import { Section } from './Section.tsx';

export function Retention({ settings }: { settings: Settings }) {
  return (
    <Section title="History">
      <Stack gap="md">
        <Days
          setting="retentionDays"
          settings={settings}
          label="Keep results for"
          description="Older check results are removed. Incidents stay."
        />
        <Days
          setting="rollupDays"
          settings={settings}
          label="Keep hourly and daily summaries for"
          description="Long charts are drawn from them: counts by status, lowest, median and highest. They are kept at least as long as the results."
        />
      </Stack>
    </Section>
  );
}

interface DaysProps {
  setting: 'retentionDays' | 'rollupDays';
  settings: Settings;
  label: string;
  description: string;
}

/** Saved when the field is left, so that typing 3 on the way to 30 removes nothing. */
function Days({ setting, settings, label, description }: DaysProps) {
  const changing = useAction(changeSettings);
  const [days, setDays] = useState<number | string>(settings[setting]);
  const parsed = Settings.shape[setting].safeParse(days);
  const save = () => {
    if (parsed.success && parsed.data !== settings[setting]) void changing.run({ [setting]: parsed.data });
  };
  return (
    <>
      <NumberInput
        label={label}
        description={description}
        suffix=" days"
        w={280}
        min={1}
        max={3_650}
        allowDecimal={false}
        value={days}
        onChange={setDays}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Enter' && save()}
        error={parsed.success ? undefined : 'From 1 to 3,650 days.'}
      />
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </>
  );
}
