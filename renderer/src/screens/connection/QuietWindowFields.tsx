import { Group, Select, Switch } from '@mantine/core';
import { useState } from 'react';
import type { QuietWindow } from '../../../../shared/domain/connection.ts';
import { TimeOfDayInput } from '../../components/fields/TimeOfDayInput.tsx';

interface Props {
  value: QuietWindow | null;
  onChange: (value: QuietWindow | null) => void;
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const ZONES = [...new Set([HERE, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
/** When most batch work runs. */
const NIGHT: QuietWindow = { from: '01:00', to: '04:00', zone: HERE };

/** No checks between two times of day. */
export function QuietWindowFields({ value, onChange }: Props) {
  const [last, setLast] = useState(value ?? NIGHT);
  const set = (part: Partial<QuietWindow>) => {
    const next = { ...last, ...part };
    setLast(next);
    onChange(next);
  };
  return (
    <div style={{ gridColumn: '1 / -1' }}>
      <Switch
        label="Quiet window"
        description="No checks between two times of day, such as while a nightly batch runs."
        checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? last : null)}
      />
      {value !== null && (
        <Group gap={10} mt={10} align="flex-start">
          <TimeOfDayInput label="From" value={value.from} onChange={(from) => set({ from })} />
          <TimeOfDayInput label="To" value={value.to} onChange={(to) => set({ to })} />
          <Select
            label="Time zone"
            w={220}
            searchable
            limit={50}
            data={ZONES}
            value={value.zone}
            onChange={(zone) => zone && set({ zone })}
          />
        </Group>
      )}
    </div>
  );
}
