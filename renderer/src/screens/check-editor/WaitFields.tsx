import { NumberInput } from '@mantine/core';
import type { CheckInput } from '../../../../shared/domain/check.ts';
import classes from './CheckForm.module.css';
import type { FieldErrors } from './form-errors.ts';

interface Props {
  value: Pick<CheckInput, 'pendingMinutes' | 'keepFiringMinutes'>;
  errors: FieldErrors;
  onChange: (part: Partial<CheckInput>) => void;
}

const minutes = (value: number | string): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** How long it must be bad before it is an incident, and good before the incident is over. Both may stay empty. */
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
        onChange={(next) => onChange({ pendingMinutes: minutes(next) })}
      />
      <NumberInput
        label="Good for at least"
        description="Before the incident is over."
        placeholder="As under Settings"
        suffix=" min"
        min={0}
        max={1_440}
        allowDecimal={false}
        value={value.keepFiringMinutes ?? ''}
        error={errors.keepFiringMinutes}
        onChange={(next) => onChange({ keepFiringMinutes: minutes(next) })}
      />
    </div>
  );
}
