import type { EventPayload, PulseEvent } from '../../../shared/contract/contract.ts';
import type { EventName } from '../../../shared/contract/names.ts';

/** The payloads of one kind of event in a batch, in order. */
export function payloads<N extends EventName>(batch: readonly PulseEvent[], name: N): EventPayload<N>[] {
  const found: EventPayload<N>[] = [];
  for (const event of batch) if (event.name === name) found.push(event.payload as EventPayload<N>);
  return found;
}
