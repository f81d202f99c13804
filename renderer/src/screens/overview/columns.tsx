import { healthRank } from '../../../../shared/domain/status.ts';
import type { TableView } from '../../../../shared/domain/table.ts';
import { HealthMark } from '../../components/Status.tsx';
import { TableName } from '../../components/TableName.tsx';
import { Ago, Until } from '../../components/Time.tsx';
import type { Column } from '../../components/table/columns.ts';
import { count } from '../../format/number.ts';
import { fullName } from './order.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;

export const columns: readonly Column<TableView>[] = [
  {
    id: 'health',
    header: 'Health',
    track: '92px',
    cell: (table) => <HealthMark health={table.health} />,
    sortBy: (table) => healthRank(table.health),
  },
  {
    id: 'name',
    header: 'Table',
    track: 'minmax(168px, 1fr)',
    opens: true,
    cell: (table) => <TableName schema={table.schema} name={table.name} />,
    sortBy: fullName,
  },
  {
    id: 'sentence',
    header: 'What we know',
    track: 'minmax(160px, 2.2fr)',
    from: 520,
    cell: (table) => <span title={table.sentence}>{table.sentence}</span>,
  },
  {
    id: 'checks',
    header: 'Checks',
    track: '44px',
    from: 980,
    end: true,
    cell: (table) => count(table.checks),
    sortBy: (table) => table.checks,
  },
  {
    id: 'since',
    header: 'Since',
    track: '76px',
    from: 640,
    end: true,
    cell: (table) => <Ago at={table.since} />,
    sortBy: (table) => -(table.since ?? 0),
  },
  {
    id: 'judged',
    header: 'Last judged',
    track: '84px',
    from: 760,
    end: true,
    cell: (table) => <Ago at={table.lastJudgedAt} none="Never" />,
    sortBy: (table) => -(table.lastJudgedAt ?? 0),
  },
  {
    id: 'next',
    header: 'Next check',
    track: '76px',
    from: 860,
    end: true,
    cell: (table) => <Until at={table.nextDueAt} />,
    sortBy: (table) => table.nextDueAt ?? FOREVER,
  },
];
