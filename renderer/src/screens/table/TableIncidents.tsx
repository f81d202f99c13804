import { IconShieldCheck } from '@tabler/icons-react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { CopyCsv } from '../../components/table/CopyCsv.tsx';
import { incidentsCsv } from '../incidents/csv.ts';
import { IncidentList } from '../incidents/IncidentList.tsx';

export function TableIncidents({ incidents }: { incidents: readonly IncidentView[] }) {
  if (incidents.length === 0) {
    return (
      <EmptyState
        icon={<IconShieldCheck size={20} stroke={1.6} />}
        title="No incidents on this table"
        text="When a check fails several times in a row, an incident opens and is kept here."
      />
    );
  }
  return (
    <>
      <IncidentList incidents={incidents} mixed />
      <CopyCsv what="the incidents" columns={incidentsCsv} rows={() => incidents} />
    </>
  );
}
