import { Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { type Bounds, type CheckInput, NO_BOUNDS, Rule, type Unit } from '../../../../shared/domain/check.ts';
import { againstWord, isBounded, ruleInWords } from '../../format/rule.ts';
import { upperFirst } from '../../format/text.ts';
import { BoundsFields } from './BoundsFields.tsx';
import classes from './CheckForm.module.css';
import type { FieldErrors } from './form-errors.ts';

type Judging = Pick<CheckInput, 'rule' | 'bounds' | 'severity'>;

interface Props {
  value: Judging;
  unit: Unit;
  errors: FieldErrors;
  onChange: (part: Partial<Pick<CheckInput, 'rule' | 'bounds'>>) => void;
}

type Kind = Rule['kind'];

const KINDS: readonly { kind: Kind; label: string; description: string }[] = [
  { kind: 'fixed', label: 'Fixed bounds', description: 'The same limits at any time.' },
  {
    kind: 'change',
    label: 'Change',
    description: 'How far the value moved from an earlier one, in percent.',
  },
  {
    kind: 'anomaly',
    label: 'Learned',
    description:
      'Pulse learns what is normal at that hour and weekday from the check’s own history, and speaks when a value is far from it.',
  },
];

const start: Record<Kind, Rule> = {
  fixed: { kind: 'fixed' },
  change: { kind: 'change', against: 'day' },
  anomaly: { kind: 'anomaly', sides: 'both', guard: 'always' },
};

/** A change that most tables never see within a day. */
const SOME_CHANGE: Bounds = { ...NO_BOUNDS, failMin: -50, failMax: 100 };

/** By what a value is judged: a plain choice, and the numbers that it needs. */
export function RuleFields({ value, unit, errors, onChange }: Props) {
  const { rule, bounds } = value;
  // Percent of change and values of the check are different numbers: each choice keeps its own.
  const [aside, setAside] = useState<Bounds>(rule.kind === 'change' ? NO_BOUNDS : SOME_CHANGE);
  const choose = (kind: Kind) => {
    if (kind === rule.kind) return;
    const swapped = (kind === 'change') !== (rule.kind === 'change');
    if (swapped) setAside(bounds);
    onChange({ rule: start[kind], ...(swapped ? { bounds: aside } : {}) });
  };
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Judged by</legend>
      <Radio.Group
        aria-label="Judged by"
        value={rule.kind}
        onChange={(next) => choose(next as Kind)}
        error={errors.rule}
      >
        <Stack gap={8} mt={8}>
          {KINDS.map(({ kind, label, description }) => (
            <Radio key={kind} size="xs" value={kind} label={label} description={description} />
          ))}
        </Stack>
      </Radio.Group>
      <div className={classes.ruleFields}>
        {rule.kind === 'change' && (
          <Select
            label="Compared with"
            data={Object.entries(againstWord).map(([key, label]) => ({
              value: key,
              label: upperFirst(label),
            }))}
            value={rule.against}
            onChange={(against) => against && onChange({ rule: Rule.parse({ ...rule, against }) })}
          />
        )}
        {rule.kind === 'anomaly' && (
          <Select
            label="What is bad"
            data={[
              { value: 'both', label: 'Unusually low or high' },
              { value: 'lower', label: 'Unusually low only' },
              { value: 'upper', label: 'Unusually high only' },
            ]}
            value={rule.sides}
            onChange={(sides) => sides && onChange({ rule: Rule.parse({ ...rule, sides }) })}
          />
        )}
        <BoundsFields
          title={TITLES[rule.kind]}
          bounds={bounds}
          unit={rule.kind === 'change' ? 'percent' : unit}
          error={errors.bounds}
          onChange={(next) => onChange({ bounds: next })}
        />
        {rule.kind === 'anomaly' && isBounded(bounds) && (
          <Select
            label="Guard rails hold"
            data={[
              { value: 'always', label: 'Always' },
              { value: 'while_learning', label: 'Only until enough is learned' },
            ]}
            value={rule.guard}
            onChange={(guard) => guard && onChange({ rule: Rule.parse({ ...rule, guard }) })}
          />
        )}
        <p className={classes.outcome}>{ruleInWords(value, unit)}</p>
      </div>
    </fieldset>
  );
}

const TITLES: Record<Kind, string> = {
  fixed: 'Bounds',
  change: 'Bounds of the change',
  anomaly: 'Guard rails: fixed bounds beside what is learned',
};
