import type { OverviewLook } from '../../../../shared/domain/settings.ts';
import { healthRank } from '../../../../shared/domain/status.ts';
import type { TableView } from '../../../../shared/domain/table.ts';
import { PulseStrip } from '../../components/PulseStrip.tsx';
import { HealthMark } from '../../components/Status.tsx';
import { TableName } from '../../components/TableName.tsx';
import { Tags } from '../../components/Tags.tsx';
import { Until } from '../../components/Time.tsx';
import type { Column } from '../../components/table/columns.ts';
import { useSelection } from '../../stores/selection.ts';
import { useStrips } from '../../stores/strips.ts';
import { FreshnessCell, VolumeCell } from './FigureCell.tsx';
import { IncidentCell } from './IncidentCell.tsx';
import classes from './Overview.module.css';
import { fullName } from './order.ts';

const FOREVER = Number.MAX_SAFE_INTEGER;

function StripCell({ id, watchedSince }: { id: number; watchedSince: number }) {
  const strip = useStrips((state) => state.byTable?.get(id));
  return strip ? <PulseStrip strip={strip} watchedSince={watchedSince} /> : null;
}

interface PickProps {
  table: TableView;
  onPick: (id: number, range: boolean) => void;
}

function Pick({ table, onPick }: PickProps) {
  const picked = useSelection((state) => state.ids.has(table.id));
  return (
    <input
      type="checkbox"
      className={classes.pick}
      aria-label={`Select ${fullName(table)}`}
      tabIndex={-1}
      checked={picked}
      onChange={() => {}}
      onClick={(event) => onPick(table.id, event.shiftKey)}
    />
  );
}

/**
 * The overview's columns. What is said and how old the newest row is go last when room is short; the strip gets
 * shorter before it goes.
 */
export const columnsFor = (
  onPick: PickProps['onPick'],
  density: OverviewLook['density'],
): readonly Column<TableView>[] => [
  {
    id: 'pick',
    header: 'Selected',
    quiet: true,
    track: '16px',
    fits: true,
    cell: (table) => <Pick table={table} onPick={onPick} />,
  },
  {
    id: 'health',
    header: 'Health',
    track: '92px',
    fits: true,
    cell: (table) => <HealthMark health={table.health} />,
    sortBy: (table) => healthRank(table.health),
  },
  {
    id: 'name',
    header: 'Table',
    track: 'minmax(140px, 1.1fr)',
    opens: true,
    cell: (table) => <TableName schema={table.schema} name={table.name} />,
    sortBy: fullName,
  },
  {
    id: 'strip',
    header: 'Last 24 h',
    track: 'clamp(72px, 22cqw - 90px, 144px)',
    from: 560,
    fits: true,
    cell: (table) => <StripCell id={table.id} watchedSince={table.addedAt} />,
  },
  {
    id: 'sentence',
    header: 'What we know',
    track: 'minmax(118px, 1.5fr)',
    from: 520,
    fits: true,
    cell: (table) => (
      <span className={classes.known} data-density={density}>
        <span title={table.sentence}>{table.sentence}</span>
        <Tags tags={table.tags} />
      </span>
    ),
  },
  {
    id: 'freshness',
    header: 'Freshness',
    track: '72px',
    from: 720,
    end: true,
    cell: (table) => <FreshnessCell figure={table.freshness} />,
    sortBy: (table) => -(table.freshness?.value ?? -FOREVER),
  },
  {
    id: 'volume',
    header: 'Volume',
    track: '106px',
    from: 960,
    end: true,
    fits: true,
    cell: (table) => <VolumeCell figure={table.volume} />,
    sortBy: (table) => table.volume?.value ?? FOREVER,
  },
  {
    id: 'incident',
    header: 'Incident',
    track: '64px',
    from: 620,
    fits: true,
    cell: (table) => <IncidentCell id={table.incidentId} />,
    sortBy: (table) => (table.incidentId === null ? FOREVER : -(table.since ?? 0)),
  },
  {
    id: 'next',
    header: 'Next check',
    track: '72px',
    from: 1_140,
    end: true,
    cell: (table) => <Until at={table.nextDueAt} />,
    sortBy: (table) => table.nextDueAt ?? FOREVER,
  },
];
