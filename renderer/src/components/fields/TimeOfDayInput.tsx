import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { timeOfDay } from './time-of-day.ts';

interface Props {
  label: string;
  /** "22:00", on a clock of 24 hours, whatever the locale. */
  value: string;
  disabled?: boolean;
  /** Told when the field is left, and only of a time of day. */
  onChange: (value: string) => void;
}

export function TimeOfDayInput({ label, value, disabled = false, onChange }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const parsed = timeOfDay(text);
  const settle = () => {
    if (parsed === null) return;
    setText(parsed);
    if (parsed !== value) onChange(parsed);
  };
  return (
    <TextInput
      label={label}
      w={96}
      placeholder="22:00"
      disabled={disabled}
      value={text}
      error={parsed === null ? 'Such as 22:00.' : undefined}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        // The form around it must not be sent with the time as it was before.
        event.preventDefault();
        settle();
      }}
    />
  );
}
