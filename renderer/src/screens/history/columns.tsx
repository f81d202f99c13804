import type { CheckRun, NamedCheck } from '../../../../shared/domain/check.ts';
import { StatusMark } from '../../components/Status.tsx';
import { At } from '../../components/Time.tsx';
import type { Column } from '../../components/table/columns.ts';
import { took } from '../../format/duration.ts';
import { inLittleRoom, inUnit } from '../../format/unit.ts';

/** A run beside the check that made it; null when the check was removed. */
export interface HistoryRow {
  run: CheckRun;
  check: NamedCheck | null;
}

export const columns: readonly Column<HistoryRow>[] = [
  { id: 'when', header: 'When', track: '104px', cell: ({ run }) => <At at={run.finishedAt} /> },
  {
    id: 'status',
    header: 'Status',
    track: '92px',
    cell: ({ run }) => <StatusMark status={run.status} />,
  },
  {
    id: 'table',
    header: 'Table',
    track: 'minmax(84px, 0.9fr)',
    cell: ({ check }) => (check ? (check.tableName ?? check.connectionName) : 'Not watched any more'),
  },
  {
    id: 'check',
    header: 'Check',
    track: 'minmax(104px, 1.2fr)',
    opens: true,
    cell: ({ run, check }) => check?.name ?? `Check ${run.checkId}`,
  },
  {
    id: 'message',
    header: 'What it said',
    track: 'minmax(110px, 1.7fr)',
    from: 614,
    cell: ({ run }) => <span title={run.message}>{run.message}</span>,
  },
  {
    id: 'value',
    header: 'Value',
    track: '96px',
    from: 860,
    end: true,
    cell: ({ run: { value }, check }) => {
      const unit = check?.unit ?? 'number';
      return value === null ? '—' : <span title={inUnit(value, unit)}>{inLittleRoom(value, unit)}</span>;
    },
  },
  {
    id: 'took',
    header: 'Took',
    track: '64px',
    from: 980,
    end: true,
    cell: ({ run }) => took(run.durationMs),
  },
];
