import type { NewIncident } from '../store/api.ts';

/** An incident as it begins: in doubt, and nobody was told. */
export function newIncident(
  begun: Pick<NewIncident, 'connectionId' | 'tableId' | 'severity' | 'title' | 'sentence' | 'startedAt'> &
    Partial<NewIncident>,
): NewIncident {
  return {
    state: 'pending',
    firedAt: null,
    resolvedAt: null,
    acknowledgedAt: null,
    turnedAt: null,
    resolution: null,
    parentId: null,
    group: false,
    flapping: null,
    label: null,
    silenceId: null,
    held: null,
    told: null,
    toldAt: null,
    ...begun,
  };
}
