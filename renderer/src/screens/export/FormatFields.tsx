import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { changeColumns, changeFormat, useExport } from '../../stores/export.ts';
import { useSettings } from '../../stores/settings.ts';
import { ColumnsField } from './ColumnsField.tsx';
import classes from './Export.module.css';
import { PackingChecks, TimesField } from './WrittenHow.tsx';

/** How the file is written. All but the columns is kept for the next time. */
export function FormatFields() {
  const format = useSettings((state) => state.settings?.exportFormat);
  const { dataset, columns } = useExport();
  const changing = useAction(changeFormat);
  if (!format) return null;
  return (
    <>
      <div className={classes.pair}>
        <ColumnsField dataset={dataset} columns={columns} onChange={changeColumns} />
        <TimesField format={format} onChange={(change) => void changing.run(change)} />
      </div>
      <PackingChecks format={format} onChange={(change) => void changing.run(change)} />
      {changing.problem && <ProblemNote problem={changing.problem} />}
    </>
  );
}
