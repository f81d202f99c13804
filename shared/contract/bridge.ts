import type { Problem } from '../domain/primitives.ts';
import type { PulseEvent } from './contract.ts';
import type { MethodName } from './names.ts';

/** Every answer comes in this envelope, so that a failure keeps its sentence on its way to the window. */
export type Answer = { ok: true; value: unknown } | { ok: false; problem: Problem };

/** What the preload puts on `window.pulse`: one named function a method, and one subscription. */
export type PulseBridge = Readonly<Record<MethodName, (input: unknown) => Promise<Answer>>> & {
  /** Returns the function that ends the subscription. */
  readonly onEvents: (listener: (events: PulseEvent[]) => void) => () => void;
};
