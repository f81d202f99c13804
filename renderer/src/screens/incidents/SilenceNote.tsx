import { TextInput } from '@mantine/core';

interface Props {
  value: string;
  onChange: (note: string) => void;
}

/** Why it is silent. */
export function SilenceNote({ value, onChange }: Props) {
  return (
    <TextInput
      label="Note"
      placeholder="Why, for whoever looks next"
      maxLength={2_000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
