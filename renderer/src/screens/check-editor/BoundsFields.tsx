import { NumberInput } from '@mantine/core';
import { useId } from 'react';
import type { Bounds, Unit } from '../../../../shared/domain/check.ts';
import { DurationInput } from '../../components/fields/DurationInput.tsx';
import classes from './CheckForm.module.css';

interface Props {
  title: string;
  bounds: Bounds;
  unit: Unit;
  error: string | undefined;
  onChange: (bounds: Bounds) => void;
}

const FIELDS: readonly { key: keyof Bounds; label: string }[] = [
  { key: 'warnMin', label: 'Warn below' },
  { key: 'warnMax', label: 'Warn above' },
  { key: 'failMin', label: 'Fail below' },
  { key: 'failMax', label: 'Fail above' },
];

/** The four bounds. */
export function BoundsFields({ title, bounds, unit, error, onChange }: Props) {
  const id = useId();
  return (
    <fieldset className={classes.group} aria-describedby={error ? `${id}-error` : undefined}>
      <legend className={classes.label}>{title}</legend>
      <p className={classes.hint}>Leave a field empty for no bound there.</p>
      <div className={classes.pairs}>
        {FIELDS.map(({ key, label }) => {
          const set = (value: number | null) => onChange({ ...bounds, [key]: value });
          if (unit === 'seconds') {
            return (
              <DurationInput key={key} label={label} value={bounds[key]} onChange={set} placeholder="None" />
            );
          }
          return (
            <NumberInput
              key={key}
              label={label}
              placeholder="None"
              suffix={unit === 'percent' ? ' %' : ''}
              thousandSeparator=","
              value={bounds[key] ?? ''}
              onChange={(next) => set(typeof next === 'number' ? next : null)}
            />
          );
        })}
      </div>
      {error && (
        <p className={classes.error} role="alert" id={`${id}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
