import { Chip, Select } from '@mantine/core';
import type { DailyExport, DailySpan } from '../../../../shared/domain/daily-export.ts';
import { Dataset } from '../../../../shared/domain/export.ts';
import { TimeOfDayInput } from '../../components/fields/TimeOfDayInput.tsx';
import { ColumnsField } from '../export/ColumnsField.tsx';
import { DATASETS } from '../export/datasets.ts';
import { PackingChecks, TimesField } from '../export/WrittenHow.tsx';
import classes from './DailyExportFields.module.css';
import settings from './Settings.module.css';

const SPANS: { value: DailySpan; label: string }[] = [
  { value: 'new', label: 'What came since the file before' },
  { value: 'week', label: 'The last 7 days' },
  { value: 'days30', label: 'The last 30 days' },
  { value: 'all', label: 'All time' },
];

interface Props {
  schedule: DailyExport;
  onChange: (change: Partial<DailyExport>) => void;
}

/** What is written, when, and how. */
export function DailyExportFields({ schedule, onChange }: Props) {
  const { datasets, columns } = schedule;
  const chosen = DATASETS.filter(({ value }) => datasets.includes(value));
  const choose = (values: string[]) => {
    // The last one cannot go: there would be nothing to write.
    if (values.length > 0) onChange({ datasets: Dataset.options.filter((each) => values.includes(each)) });
  };
  return (
    <>
      <Chip.Group multiple value={datasets} onChange={choose}>
        <fieldset className={settings.days}>
          <legend className={classes.legend}>A file of each</legend>
          {DATASETS.map(({ value, label }) => (
            <Chip key={value} value={value} size="xs" radius="sm" variant="light">
              {label}
            </Chip>
          ))}
        </fieldset>
      </Chip.Group>
      <div className={classes.fields}>
        <TimeOfDayInput label="Every day at" value={schedule.at} onChange={(at) => onChange({ at })} />
        <Select
          label="Each file holds"
          data={SPANS}
          value={schedule.span}
          onChange={(span) => span && onChange({ span })}
        />
        <TimesField format={schedule} onChange={onChange} />
        {chosen.map(({ value, label }) => (
          <ColumnsField
            key={value}
            label={chosen.length === 1 ? 'Columns' : `Columns of ${label.toLowerCase()}`}
            dataset={value}
            columns={columns[value] ?? []}
            onChange={(own) => onChange({ columns: { ...columns, [value]: own } })}
          />
        ))}
      </div>
      <PackingChecks format={schedule} onChange={onChange} />
    </>
  );
}
