import { Group, Select } from '@mantine/core';
import type { PolicyPart } from './policy-part.ts';

const REPEATS = [
  { value: '', label: 'Never: once is enough' },
  { value: '1', label: 'Every hour' },
  { value: '4', label: 'Every 4 hours' },
  { value: '12', label: 'Every 12 hours' },
  { value: '24', label: 'Every day' },
];

const STEADY = [
  { value: '0', label: 'At once' },
  { value: '5', label: 'After 5 minutes' },
  { value: '15', label: 'After 15 minutes' },
  { value: '60', label: 'After 1 hour' },
];

/** A value that was set elsewhere is offered as it is. */
const withOwn = (choices: typeof REPEATS, value: string, unit: string) =>
  choices.some((choice) => choice.value === value)
    ? choices
    : [...choices, { value, label: `${value} ${unit}` }];

/** How often the same is said, and how soon it counts as over. */
export function Repeat({ policy, onChange }: PolicyPart) {
  const repeat = policy.repeatHours === null ? '' : String(policy.repeatHours);
  const steady = String(policy.keepFiringMinutes);
  return (
    <Group gap={14} align="flex-start">
      <Select
        label="Say it again"
        description="While it lasts and nobody has acknowledged it."
        w={280}
        disabled={!policy.enabled}
        data={withOwn(REPEATS, repeat, 'hours')}
        value={repeat}
        onChange={(value) => onChange({ repeatHours: value ? Number(value) : null })}
      />
      <Select
        label="Resolved"
        description="How long it must stay good before it is over."
        w={280}
        data={withOwn(STEADY, steady, 'minutes')}
        value={steady}
        onChange={(value) => value !== null && onChange({ keepFiringMinutes: Number(value) })}
      />
    </Group>
  );
}
