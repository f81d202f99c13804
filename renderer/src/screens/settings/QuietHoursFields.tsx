import { Chip, Group, Switch } from '@mantine/core';
import type { QuietHours } from '../../../../shared/domain/settings.ts';
import { TimeOfDayInput } from '../../components/fields/TimeOfDayInput.tsx';
import type { PolicyPart } from './policy-part.ts';
import classes from './Settings.module.css';

/** The week as it is lived: Monday first. 0 is Sunday. */
const DAYS: readonly { day: number; short: string }[] = [
  { day: 1, short: 'Mon' },
  { day: 2, short: 'Tue' },
  { day: 3, short: 'Wed' },
  { day: 4, short: 'Thu' },
  { day: 5, short: 'Fri' },
  { day: 6, short: 'Sat' },
  { day: 0, short: 'Sun' },
];

/** When nothing but critical findings is spoken of. */
export function QuietHoursFields({ policy, onChange }: PolicyPart) {
  const { quietHours } = policy;
  const set = (part: Partial<QuietHours>) => onChange({ quietHours: { ...quietHours, ...part } });
  return (
    <div>
      <Switch
        label="Quiet hours"
        description="Meanwhile only critical findings are spoken of. Afterwards one summary says what happened."
        checked={quietHours.enabled}
        disabled={!policy.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
      {quietHours.enabled && policy.enabled && (
        <div className={classes.inset}>
          <Group gap={10} align="flex-start">
            <TimeOfDayInput label="From" value={quietHours.from} onChange={(from) => set({ from })} />
            <TimeOfDayInput label="To" value={quietHours.to} onChange={(to) => set({ to })} />
          </Group>
          <Chip.Group
            multiple
            value={quietHours.days.map(String)}
            onChange={(days) => set({ days: days.map(Number).toSorted((a, b) => a - b) })}
          >
            <fieldset className={classes.days}>
              <legend className={classes.small}>On days on which they begin</legend>
              {DAYS.map(({ day, short }) => (
                <Chip key={day} value={String(day)} size="xs" radius="sm" variant="light">
                  {short}
                </Chip>
              ))}
            </fieldset>
          </Chip.Group>
        </div>
      )}
    </div>
  );
}
