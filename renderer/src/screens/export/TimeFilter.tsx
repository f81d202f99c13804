import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './Export.module.css';

interface Props {
  from: number | null;
  to: number | null;
  onChange: (times: { from: number | null; to: number | null }) => void;
}

const SPANS = [
  { value: 'all', label: 'All time' },
  { value: '1', label: 'Last 24 hours' },
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: 'own', label: 'From … to …' },
];

const DAY = 86_400_000;

/** What a `datetime-local` field takes: local time without a zone. */
function asField(at: number | null): string {
  if (at === null) return '';
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

const asTime = (field: string): number | null => (field === '' ? null : new Date(field).getTime());

export function TimeFilter({ from, to, onChange }: Props) {
  const [span, setSpan] = useState(from === null && to === null ? 'all' : 'own');
  const choose = (value: string | null) => {
    if (value === null) return;
    setSpan(value);
    if (value === 'all') onChange({ from: null, to: null });
    else if (value !== 'own') onChange({ from: Date.now() - Number(value) * DAY, to: null });
  };
  return (
    <>
      <Select label="Time" data={SPANS} value={span} onChange={choose} />
      {span === 'own' && (
        <div className={classes.pair}>
          <TextInput
            type="datetime-local"
            label="From"
            value={asField(from)}
            onChange={(event) => onChange({ from: asTime(event.currentTarget.value), to })}
          />
          <TextInput
            type="datetime-local"
            label="Until before"
            value={asField(to)}
            onChange={(event) => onChange({ from, to: asTime(event.currentTarget.value) })}
          />
        </div>
      )}
    </>
  );
}
