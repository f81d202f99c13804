import { Checkbox, Select } from '@mantine/core';
import type { ExportFormat } from '../../../../shared/domain/export.ts';
import classes from './Export.module.css';

const TIMES = [
  { value: 'utc', label: 'UTC (…T13:05:00.000Z)' },
  { value: 'local', label: 'Local (…T14:05:00.000+01:00)' },
] as const;

type Format = Omit<ExportFormat, 'columns'>;

interface Props {
  format: Format;
  onChange: (change: Partial<Format>) => void;
}

export function TimesField({ format, onChange }: Props) {
  return (
    <Select
      label="Times"
      value={format.times}
      onChange={(times) => times && onChange({ times })}
      data={TIMES}
    />
  );
}

export function PackingChecks({ format, onChange }: Props) {
  return (
    <div className={classes.checks}>
      <Checkbox
        label="For Excel: mark the file as UTF-8"
        checked={format.bom}
        onChange={(event) => onChange({ bom: event.currentTarget.checked })}
      />
      <Checkbox
        label="Pack with gzip"
        checked={format.gzip}
        onChange={(event) => onChange({ gzip: event.currentTarget.checked })}
      />
    </div>
  );
}
