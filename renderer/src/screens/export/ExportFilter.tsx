import { Button, MultiSelect, Select } from '@mantine/core';
import { RunStatus } from '../../../../shared/domain/status.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { plural } from '../../format/number.ts';
import { statusWord } from '../../format/words.ts';
import { useAction } from '../../hooks/useAction.ts';
import { useSlow } from '../../hooks/useSlow.ts';
import { useConnections } from '../../stores/connections.ts';
import { useDetail } from '../../stores/detail.ts';
import { changeExport, closeExport, countRows, startExport, useExport } from '../../stores/export.ts';
import { useTables } from '../../stores/tables.ts';
import classes from './Export.module.css';
import { TimeFilter } from './TimeFilter.tsx';

const ALL = 'all';
const asId = (value: string | null): number | null =>
  value === null || value === ALL ? null : Number(value);
const option = (id: number, label: string) => ({ value: String(id), label });

export function ExportFilter() {
  const { filter, rows, problem } = useExport();
  const connections = useConnections((state) => state.list);
  const tables = useTables((state) => state.list);
  const detail = useDetail((state) => state.detail);
  const starting = useAction(startExport);
  const counting = useSlow(rows === null && problem === null);
  // The checks of a table are known once the table was looked at.
  const checks = detail && detail.table.id === filter.tableId ? detail.checks : [];
  return (
    <div className={classes.form}>
      <Select
        label="Connection"
        value={filter.connectionId === null ? ALL : String(filter.connectionId)}
        onChange={(value) => changeExport({ connectionId: asId(value), tableId: null, checkId: null })}
        data={[
          { value: ALL, label: 'All connections' },
          ...connections.map((each) => option(each.id, each.name)),
        ]}
      />
      <Select
        label="Table"
        searchable
        value={filter.tableId === null ? ALL : String(filter.tableId)}
        onChange={(value) => changeExport({ tableId: asId(value), checkId: null })}
        data={[
          { value: ALL, label: 'All tables' },
          ...tables
            .filter((table) => filter.connectionId === null || table.connectionId === filter.connectionId)
            .map((table) => option(table.id, `${table.schema}.${table.name}`)),
        ]}
      />
      {checks.length > 0 && (
        <Select
          label="Check"
          value={filter.checkId === null ? ALL : String(filter.checkId)}
          onChange={(value) => changeExport({ checkId: asId(value) })}
          data={[{ value: ALL, label: 'All checks' }, ...checks.map((check) => option(check.id, check.name))]}
        />
      )}
      <MultiSelect
        size="sm"
        label="Status"
        placeholder={filter.statuses.length === 0 ? 'Any status' : ''}
        value={filter.statuses}
        onChange={(values) => changeExport({ statuses: values.map((value) => RunStatus.parse(value)) })}
        data={RunStatus.options.map((status) => ({ value: status, label: statusWord[status] }))}
      />
      <TimeFilter from={filter.from} to={filter.to} onChange={changeExport} />
      {problem && <ProblemNote problem={problem} onRetry={countRows} />}
      {starting.problem && <ProblemNote problem={starting.problem} />}
      <div className={classes.buttons}>
        <span className={classes.count} role="status">
          {rows === null ? counting && 'Counting…' : rows === 0 ? 'No results match.' : plural(rows, 'row')}
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
