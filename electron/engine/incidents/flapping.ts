import type { EpochMs } from '../../../shared/domain/primitives.ts';
import type { IncidentRow, StoreApi } from '../store/api.ts';
import { FLAP_WEIGHT, FLAP_WINDOW_MS } from './timing.ts';

/** An incident turned bad again. Too often within an hour, and it is a flapping one. */
export function noteTurn(incidents: StoreApi['incidents'], incident: IncidentRow, now: EpochMs): void {
  if (incident.flapping !== null) {
    incidents.update(incident.id, { turnedAt: now });
    return;
  }
  const since = now - FLAP_WINDOW_MS;
  const weight =
    2 * incidents.countMinutes(incident.id, 'reopened', since) +
    incidents.countMinutes(incident.id, 'relapsed', since);
  if (weight < FLAP_WEIGHT) return;
  incidents.update(incident.id, { flapping: 'new', turnedAt: now });
  const text = 'It comes and goes: Pulse says no more about it until it is calm for 30 min.';
  incidents.addEvent(incident.id, { at: now, kind: 'flapping', text });
}
