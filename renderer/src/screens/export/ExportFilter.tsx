import { Button, SegmentedControl } from '@mantine/core';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { useSlow } from '../../hooks/useSlow.ts';
import { changeDataset, closeExport, countRows, startExport, useExport } from '../../stores/export.ts';
import { DATASETS } from './datasets.ts';
import classes from './Export.module.css';
import { FormatFields } from './FormatFields.tsx';
import { Presets } from './Presets.tsx';
import { ScopeFields } from './ScopeFields.tsx';

export function ExportFilter() {
  const { dataset, rows, problem } = useExport();
  const starting = useAction(startExport);
  const counting = useSlow(rows === null && problem === null);
  return (
    <div className={classes.form}>
      <div className={classes.what}>
        <SegmentedControl
          size="xs"
          aria-label="What to export"
          value={dataset}
          onChange={changeDataset}
          data={[...DATASETS]}
        />
        <Presets />
      </div>
      <ScopeFields />
      <FormatFields />
      {problem && <ProblemNote problem={problem} onRetry={countRows} />}
      {starting.problem && <ProblemNote problem={starting.problem} />}
      <div className={classes.buttons}>
        <span className={classes.count} role="status">
          {rows === null ? counting && 'Counting…' : rows === 0 ? 'Nothing matches.' : plural(rows, 'row')}
        </span>
        <Button onClick={closeExport}>Cancel</Button>
        <Button
          variant="filled"
          disabled={rows === null || rows === 0}
          loading={starting.slow}
          onClick={() => starting.run()}
        >
          Export…
        </Button>
      </div>
    </div>
  );
}
