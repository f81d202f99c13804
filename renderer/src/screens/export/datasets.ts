import type { Dataset } from '../../../../shared/domain/export.ts';

/** What can be exported, in words. */
export const DATASETS: readonly { value: Dataset; label: string }[] = [
  { value: 'runs', label: 'Check history' },
  { value: 'incidents', label: 'Incidents' },
  { value: 'queries', label: 'Query log' },
];
