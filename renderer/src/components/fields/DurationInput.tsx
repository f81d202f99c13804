import { Group, Input, NumberInput, Select } from '@mantine/core';
import { useId, useState } from 'react';

const UNITS = [
  { value: '1', label: 'seconds' },
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
  { value: '86400', label: 'days' },
];

interface Props {
  label: string;
  description?: string | undefined;
  error?: string | undefined;
  /** In seconds. */
  value: number | null;
  onChange: (seconds: number | null) => void;
  placeholder?: string;
}

/** The largest unit in which the length is a whole number. */
function unitOf(seconds: number | null): string {
  if (seconds === null || seconds === 0) return '60';
  return UNITS.findLast((unit) => seconds % Number(unit.value) === 0)?.value ?? '1';
}

/** A length of time as people say it: a number and a unit. */
export function DurationInput({ label, description, error, value, onChange, placeholder }: Props) {
  const [unit, setUnit] = useState(() => unitOf(value));
  const id = useId();
  const size = Number(unit);
  const setNumber = (next: number | string) => onChange(typeof next === 'number' ? next * size : null);
  return (
    <Input.Wrapper
      label={label}
      description={description}
      error={error}
      errorProps={{ id: `${id}-error` }}
      labelProps={{ htmlFor: id }}
    >
      <Group gap={6} wrap="nowrap" mt={description ? 5 : 0}>
        <NumberInput
          id={id}
          style={{ flex: 1, minWidth: 60 }}
          value={value === null ? '' : value / size}
          onChange={setNumber}
          placeholder={placeholder}
          error={Boolean(error)}
          {...(error ? { 'aria-describedby': `${id}-error` } : {})}
        />
        <Select
          style={{ width: 104 }}
          aria-label={`Unit of ${label.toLowerCase()}`}
          data={UNITS}
          value={unit}
          onChange={(next) => {
            if (next === null) return;
            setUnit(next);
            if (value !== null) onChange((value / size) * Number(next));
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}
