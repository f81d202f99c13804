import { NumberInput } from '@mantine/core';
import type { CheckInput } from '../../../../shared/domain/check.ts';
import classes from './CheckForm.module.css';
import type { FieldErrors } from './form-errors.ts';

interface Props {
  value: Pick<CheckInput, 'pendingMinutes' | 'keepFiringMinutes' | 'repeatHours'>;
  errors: FieldErrors;
  onChange: (part: Partial<CheckInput>) => void;
}

const amount = (value: number | string): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** How long it must be bad before it is an incident, and good before the incident is over, and how often it is said again. All may stay empty. */
export function WaitFields({ value, errors, onChange }: Props) {
  return (
    <div className={classes.pairs}>
      <NumberInput
        label="Bad for at least"
        description="Before an incident, besides the bad runs."
        placeholder="The bad runs alone"
        suffix=" min"
        min={0}
        max={1_440}
        allowDecimal={false}
        value={value.pendingMinutes ?? ''}
        error={errors.pendingMinutes}
        onChange={(next) => onChange({ pendingMinutes: amount(next) })}
      />
      <NumberInput
        label="Good for at least"
        description="Before the incident is over."
        placeholder="As for its table"
        suffix=" min"
        min={0}
        max={1_440}
        allowDecimal={false}
        value={value.keepFiringMinutes ?? ''}
        error={errors.keepFiringMinutes}
        onChange={(next) => onChange({ keepFiringMinutes: amount(next) })}
      />
      <NumberInput
        label="Said again every"
        description="While it is bad and nobody has acknowledged it; 0: never."
        placeholder="As for its table"
        suffix=" h"
        min={0}
        max={168}
        value={value.repeatHours ?? ''}
        error={errors.repeatHours}
        onChange={(next) => onChange({ repeatHours: amount(next) })}
      />
    </div>
  );
}
