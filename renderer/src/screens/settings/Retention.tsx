import { NumberInput } from '@mantine/core';
import { useState } from 'react';
import { Settings } from '../../../../shared/domain/settings.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeSettings } from '../../stores/settings.ts';
import { Section } from './Section.tsx';

/** Saved when the field is left, so that typing 3 on the way to 30 removes nothing. */
export function Retention({ settings }: { settings: Settings }) {
  const changing = useAction(changeSettings);
  const [days, setDays] = useState<number | string>(settings.retentionDays);
  const parsed = Settings.shape.retentionDays.safeParse(days);
  const save = () => {
    if (parsed.success && parsed.data !== settings.retentionDays) {
      void changing.run({ retentionDays: parsed.data });
    }
  };
  return (
    <Section title="History">
      <NumberInput
        label="Keep results for"
        description="Older check results are removed. Incidents stay."
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
    </Section>
  );
}
