import type { EventPayload, PulseEvent } from '../../shared/contract/contract.ts';
import type { EventName } from '../../shared/contract/names.ts';

/** Tells whoever listens what changed. A listener that throws does not stop the others. */
export class EventHub {
  private readonly listeners = new Set<(event: PulseEvent) => void>();
  private readonly onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.onError = onError;
  }

  on(listener: (event: PulseEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
    const event = { name, payload } as PulseEvent;
    for (const listener of this.listeners) {
      try {
        listener(event);
      } catch (error) {
        this.onError(error);
      }
    }
  }
}
