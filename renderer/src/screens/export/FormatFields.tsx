import { Checkbox, Select } from '@mantine/core';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeFormat } from '../../stores/export.ts';
import { useSettings } from '../../stores/settings.ts';
import { ColumnsField } from './ColumnsField.tsx';
import classes from './Export.module.css';

const TIMES = [
  { value: 'utc', label: 'UTC (2026-03-09T13:05:00.000Z)' },
  { value: 'local', label: 'Local time with its offset' },
] as const;

/** How the file is written. All but the columns is kept for the next time. */
export function FormatFields() {
  const format = useSettings((state) => state.settings?.exportFormat);
  const changing = useAction(changeFormat);
  if (!format) return null;
  return (
    <>
      <div className={classes.pair}>
        <ColumnsField />
        <Select
          label="Times"
          value={format.times}
          onChange={(times) => times && void changing.run({ times })}
          data={TIMES}
        />
      </div>
      <div className={classes.checks}>
        <Checkbox
          label="For Excel: mark the file as UTF-8"
          checked={format.bom}
          onChange={(event) => void changing.run({ bom: event.currentTarget.checked })}
        />
        <Checkbox
          label="Pack with gzip"
          checked={format.gzip}
          onChange={(event) => void changing.run({ gzip: event.currentTarget.checked })}
        />
      </div>
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </>
  );
}
