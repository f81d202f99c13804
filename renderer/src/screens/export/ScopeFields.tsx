import { Button, MultiSelect, Select } from '@mantine/core';
import { RunStatus } from '../../../../shared/domain/status.ts';
import { TimeFilter } from '../../components/fields/TimeFilter.tsx';
import { statusWord } from '../../format/words.ts';
import { useConnections } from '../../stores/connections.ts';
import { useDetail } from '../../stores/detail.ts';
import { changeExport, useExport } from '../../stores/export.ts';
import { useIncidents } from '../../stores/incidents.ts';
import { useTables } from '../../stores/tables.ts';
import { OutcomeField, PurposeField, SlowerField } from '../queries/QueryFields.tsx';
import classes from './Export.module.css';
import { WordsField } from './WordsField.tsx';

const ALL = 'all';
const asId = (value: string | null): number | null =>
  value === null || value === ALL ? null : Number(value);
const option = (id: number, label: string) => ({ value: String(id), label });

/** Which part of the data set is exported. */
export function ScopeFields() {
  const { filter, dataset } = useExport();
  return (
    <>
      {filter.incidentId !== null && <OfIncident id={filter.incidentId} />}
      <div className={classes.pair}>
        {filter.incidentId === null && <WhereAndWhen />}
        {dataset === 'runs' && (
          <>
            <MultiSelect
              size="sm"
              label="Status"
              placeholder={filter.statuses.length === 0 ? 'Any status' : ''}
              value={filter.statuses}
              onChange={(values) => changeExport({ statuses: values.map((value) => RunStatus.parse(value)) })}
              data={RunStatus.options.map((status) => ({ value: status, label: statusWord[status] }))}
            />
            <WordsField placeholder="Whatever it said" />
          </>
        )}
        {dataset === 'queries' && (
          <>
            <PurposeField value={filter.purposes} onChange={(purposes) => changeExport({ purposes })} />
            <OutcomeField value={filter.outcomes} onChange={(outcomes) => changeExport({ outcomes })} />
            <SlowerField
              value={filter.slowerThanMs}
              onChange={(slowerThanMs) => changeExport({ slowerThanMs })}
            />
            <WordsField placeholder="Any statement" />
            {filter.sql !== null && (
              <div className={classes.incident}>
                <span>One statement only: the one that was chosen.</span>
                <Button size="compact-xs" flex="none" onClick={() => changeExport({ sql: null })}>
                  All statements
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </>
  );
}

function OfIncident({ id }: { id: number }) {
  const incident = useIncidents((state) =>
    state.detail?.incident.id === id
      ? state.detail.incident
      : (state.list.find((each) => each.id === id) ?? null),
  );
  return (
    <div className={classes.incident}>
      <span>
        What belongs to <strong>{incident?.title ?? `incident ${id}`}</strong>, from an hour before it to an
        hour after.
      </span>
      <Button size="compact-xs" flex="none" onClick={() => changeExport({ incidentId: null })}>
        Other filters
      </Button>
    </div>
  );
}

function WhereAndWhen() {
  const { filter } = useExport();
  const connections = useConnections((state) => state.list);
  const tables = useTables((state) => state.list);
  const detail = useDetail((state) => state.detail);
  // The checks of a table are known once the table was looked at.
  const checks = detail && detail.table.id === filter.tableId ? detail.checks : [];
  return (
    <>
      <Select
        data-autofocus
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
      <TimeFilter from={filter.from} to={filter.to} onChange={changeExport} />
    </>
  );
}
