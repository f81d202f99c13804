import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { type CsvColumn, csvTime } from '../../components/table/copy-csv.ts';
import { incidentWord, labelWord } from '../../format/words.ts';

/** A list of incidents as it is copied. */
export const incidentsCsv: readonly CsvColumn<IncidentView>[] = [
  { header: 'Incident', of: ({ title }) => title },
  { header: 'What it says', of: ({ sentence }) => sentence },
  { header: 'Connection', of: ({ connectionName }) => connectionName },
  { header: 'Table', of: ({ tableName }) => tableName },
  { header: 'State', of: ({ state }) => incidentWord[state] },
  { header: 'Severity', of: ({ severity }) => severity },
  { header: 'Since', of: ({ startedAt }) => csvTime(startedAt) },
  { header: 'Resolved', of: ({ resolvedAt }) => csvTime(resolvedAt) },
  { header: 'Acknowledged', of: ({ acknowledgedAt }) => csvTime(acknowledgedAt) },
  { header: 'Label', of: ({ label }) => label && labelWord[label] },
];
