import { z } from 'zod';
import {
  events,
  type MethodInput,
  type MethodOutput,
  methods,
  type PulseEvent,
} from '../../../shared/contract/contract.ts';
import type { MethodName } from '../../../shared/contract/names.ts';
import { flushEvents, noteScroll, queueEvents } from './event-queue.ts';
import { ProblemError } from './problem.ts';

type Input<N extends MethodName> = MethodInput<N> extends null ? [] : [input: MethodInput<N>];

/**
 * The only way to the main process. The answer is parsed with the contract's schema; a failure is thrown as
 * a `ProblemError`.
 */
export async function call<N extends MethodName>(name: N, ...input: Input<N>): Promise<MethodOutput<N>> {
  const bridge = window.pulse;
  if (!bridge) throw unreadable(name, 'The bridge to the main process is missing.');
  const answer = await bridge[name](input[0] ?? null);
  // What was told before the answer came is older than the answer: it must not overwrite it later.
  flushEvents();
  if (!answer.ok) throw new ProblemError(answer.problem);
  const parsed = methods[name].output.safeParse(answer.value);
  if (!parsed.success) throw unreadable(name, z.prettifyError(parsed.error));
  return parsed.data as MethodOutput<N>;
}

/** Starts listening. Events are parsed here and reach the stores in batches, at most once a frame. */
export function subscribe(): () => void {
  document.addEventListener('scroll', noteScroll, { capture: true, passive: true });
  return window.pulse?.onEvents((batch) => queueEvents(batch.flatMap(parseEvent))) ?? (() => undefined);
}

function parseEvent(event: PulseEvent): PulseEvent[] {
  const parsed = events[event.name]?.safeParse(event.payload);
  if (!parsed?.success) {
    console.warn(`Pulse: an event the window cannot read: ${event.name}`);
    return [];
  }
  return [{ name: event.name, payload: parsed.data } as PulseEvent];
}

function unreadable(name: string, detail: string): ProblemError {
  return new ProblemError({
    code: 'contract',
    title: 'The window could not read the answer.',
    hint: 'Restart Pulse. If it happens again, the installation may be incomplete.',
    detail: `${name}: ${detail}`,
    sqlstate: null,
  });
}
