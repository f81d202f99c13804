import { ExportFilter } from '../../../../shared/domain/export.ts';
import { startOf } from '../../components/fields/spans.ts';

/** What is looked at behind the dialog. */
export interface Here {
  table: { id: number; connectionId: number } | null;
  incidentId: number | null;
}

export interface Preset {
  label: string;
  filter: ExportFilter;
}

/** The filters that are asked for most, for one click. */
export function presetsFor({ table, incidentId }: Here, now: number): Preset[] {
  const presets: Preset[] = [
    { label: 'Last 24 hours', filter: ExportFilter.parse({ from: startOf('day', now) }) },
  ];
  if (table !== null)
    presets.push({
      label: 'This table this month',
      filter: ExportFilter.parse({
        connectionId: table.connectionId,
        tableId: table.id,
        from: startOf('month', now),
      }),
    });
  if (incidentId !== null)
    presets.push({ label: 'This incident', filter: ExportFilter.parse({ incidentId }) });
  return presets;
}
