import { TextInput } from '@mantine/core';

interface Props {
  value: string;
  onChange: (value: string) => void;
}

/** A pattern over connection, table and check. */
export const PatternField = ({ value, onChange }: Props) => (
  <TextInput
    label="Pattern"
    description="connection/schema.table/check, with * for anything: shop/staging.*, */public.orders/*, *freshness*."
    placeholder="shop/staging.*"
    maxLength={500}
    data-autofocus
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
