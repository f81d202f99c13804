import type { TableDetail } from '../../../../shared/domain/table.ts';
import type { ChartEvent } from '../../components/chart/points.ts';

/**
 * What happened to a table, as marks on the charts of its checks: incidents, faint where they are about other checks,
 * and changes of the schema. Oldest first.
 */
export function chartEvents(
  { incidents, schemaHistory }: Pick<TableDetail, 'incidents' | 'schemaHistory'>,
  checkId: number,
): ChartEvent[] {
  const marks: ChartEvent[] = incidents.map((incident) => ({
    kind: 'incident',
    at: incident.startedAt,
    until: incident.resolvedAt,
    faint: !incident.members.some((member) => member.checkId === checkId),
    text: `Incident: ${incident.title}`,
  }));
  for (const { at, changes } of schemaHistory) {
    const words = changes.map(({ text }) => text).join('; ');
    const text = words === '' ? 'Schema as accepted again' : `Schema: ${words}`;
    marks.push({ kind: 'schema', at, until: at, faint: false, text });
  }
  return marks.sort((a, b) => a.at - b.at);
}
