import { Checkbox } from '@mantine/core';
import type { CatalogueTable } from '../../../../shared/domain/table.ts';
import { TableName } from '../../components/TableName.tsx';
import type { Column } from '../../components/table/columns.ts';
import { bytes, count, plural, share, shortCount } from '../../format/number.ts';
import { kindWord } from '../../format/words.ts';
import classes from './AddTables.module.css';

export const keyOf = (table: { schema: string; name: string }): string => `${table.schema}.${table.name}`;

export const pickable = (table: CatalogueTable): boolean =>
  table.canSelect && table.monitoredTableId === null;

/** Why a table cannot be chosen, or what the catalogue says of it. */
export function remark(table: CatalogueTable): string {
  if (table.monitoredTableId !== null) return 'Already monitored';
  if (!table.canSelect) return 'Not readable: ask for GRANT SELECT';
  return table.comment ?? '';
}

export function catalogueColumns(picked: ReadonlySet<string>): Column<CatalogueTable>[] {
  return [
    {
      id: 'name',
      header: 'Table',
      track: 'minmax(200px, 1.5fr)',
      opens: true,
      sortBy: keyOf,
      cell: (table) => (
        <span className={classes.pick}>
          {/* The row is the control; the box only shows. */}
          <Checkbox.Indicator
            size="xs"
            checked={picked.has(keyOf(table))}
            disabled={!pickable(table)}
            aria-hidden="true"
          />
          <TableName schema={table.schema} name={table.name} />
        </span>
      ),
    },
    {
      id: 'matter',
      header: 'Matters',
      track: '84px',
      sortBy: (table) => -table.matter,
      cell: (table) => <Matter table={table} />,
    },
    {
      id: 'remark',
      header: 'Remark',
      track: 'minmax(120px, 1.5fr)',
      from: 660,
      cell: (table) => <span title={remark(table)}>{remark(table)}</span>,
    },
    {
      id: 'kind',
      header: 'Kind',
      track: '124px',
      from: 800,
      sortBy: (table) => kindWord[table.kind],
      cell: (table) => kindWord[table.kind],
    },
    {
      id: 'references',
      header: 'Referenced by',
      track: '104px',
      from: 940,
      end: true,
      sortBy: (table) => -table.referencedBy,
      cell: (table) => (table.referencedBy === 0 ? '—' : count(table.referencedBy)),
    },
    {
      id: 'rows',
      header: 'Rows, about',
      track: '88px',
      end: true,
      sortBy: (table) => -(table.estimatedRows ?? -1),
      cell: (table) => (table.estimatedRows === null ? 'Unknown' : shortCount(table.estimatedRows)),
    },
    {
      id: 'size',
      header: 'Size',
      track: '76px',
      end: true,
      sortBy: (table) => -(table.bytes ?? -1),
      cell: (table) => (table.bytes === null ? '—' : bytes(table.bytes)),
    },
  ];
}

/** How much a table matters among the others, and what that was made of. */
function Matter({ table }: { table: CatalogueTable }) {
  const hundredth = Math.round(table.matter * 100);
  const why = [
    table.bytes === null ? 'Size not known' : bytes(table.bytes),
    `referenced by ${plural(table.referencedBy, 'table')}`,
    ...(table.writtenShare === null
      ? []
      : [`${share(Math.round(table.writtenShare * 100) / 100)} of it written since the last vacuum`]),
  ].join(', ');
  return (
    <span className={classes.matter} role="img" aria-label={`${hundredth} of 100`} title={why}>
      <span style={{ width: `${hundredth}%` }} />
    </span>
  );
}
