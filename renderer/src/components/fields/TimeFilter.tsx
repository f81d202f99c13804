import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SPANS, type Span, spanOf, startOf } from './spans.ts';
import classes from './TimeFilter.module.css';

interface Props {
  from: number | null;
  to: number | null;
  onChange: (times: { from: number | null; to: number | null }) => void;
  /** In a row of filters, where each says by itself what it is. */
  quiet?: boolean;
}

/** What a `datetime-local` field takes: local time without a zone. */
function asField(at: number | null): string {
  if (at === null) return '';
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

const asTime = (field: string): number | null => (field === '' ? null : new Date(field).getTime());

/** A span that was chosen stays what it says as long as nobody else sets other times. */
interface Chosen {
  span: Span;
  from: number | null;
  to: number | null;
}

/** From when until when, in the words of spans that end now, or as two times. */
export function TimeFilter({ from, to, onChange, quiet = false }: Props) {
  const [chosen, setChosen] = useState<Chosen>({ span: 'all', from: null, to: null });
  const span = chosen.from === from && chosen.to === to ? chosen.span : spanOf(from, to, Date.now());
  const choose = (value: Span) => {
    const times = value === 'own' ? { from, to } : { from: startOf(value, Date.now()), to: null };
    setChosen({ span: value, ...times });
    onChange(times);
  };
  const own = (times: { from: number | null; to: number | null }) => {
    setChosen({ span: 'own', ...times });
    onChange(times);
  };
  const called = (name: string) => (quiet ? { 'aria-label': name } : { label: name });
  return (
    <>
      <Select
        {...called('Time')}
        {...(quiet ? { w: 128 } : {})}
        data={SPANS}
        value={span}
        onChange={(value) => value && choose(value)}
      />
      {span === 'own' && (
        <div className={quiet ? classes.timesInRow : classes.times}>
          <TextInput
            type="datetime-local"
            {...called('From')}
            value={asField(from)}
            onChange={(event) => own({ from: asTime(event.currentTarget.value), to })}
          />
          <TextInput
            type="datetime-local"
            {...called('Until before')}
            value={asField(to)}
            onChange={(event) => own({ from, to: asTime(event.currentTarget.value) })}
          />
        </div>
      )}
    </>
  );
}
