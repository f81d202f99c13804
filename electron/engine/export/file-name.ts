import type { Dataset, ExportRequest } from '../../../shared/domain/export.ts';

const stems: Record<Dataset, string> = {
  runs: 'pulse-check-runs',
  incidents: 'pulse-incidents',
  queries: 'pulse-query-log',
};

/** A name that sorts by time, and that every file system takes: `pulse-check-runs-2026-03-09-1405.csv`, in local time. */
export function exportFileName(
  { dataset, gzip }: Pick<ExportRequest, 'dataset' | 'gzip'>,
  now: Date,
): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const end = gzip ? '.csv.gz' : '.csv';
  return `${stems[dataset]}-${date}-${two(now.getHours())}${two(now.getMinutes())}${end}`;
}
