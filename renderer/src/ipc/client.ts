import type { MethodInput, MethodOutput } from '../../../shared/contract/contract.ts';
import type { MethodName } from '../../../shared/contract/names.ts';
import { flushEvents, noteScroll, queueEvents } from './event-queue.ts';
import { ProblemError } from './problem.ts';

type Input<N extends MethodName> = MethodInput<N> extends null ? [] : [input: MethodInput<N>];

/**
 * The only way to the main process; a failure is thrown as a `ProblemError`. The main process has parsed the answer with
 * the contract's schema. To do it again here, where a schema may not be compiled, would take ten times as long.
 */
export async function call<N extends MethodName>(name: N, ...input: Input<N>): Promise<MethodOutput<N>> {
  const bridge = window.pulse;
  if (!bridge) throw noBridge();
  const answer = await bridge[name](input[0] ?? null);
  // What was told before the answer came is older than the answer: it must not overwrite it later.
  flushEvents();
  if (!answer.ok) throw new ProblemError(answer.problem);
  return answer.value as MethodOutput<N>;
}

/** Starts listening. Events, which the main process has parsed, reach the stores in batches, at most once a frame. */
export function subscribe(): () => void {
  document.addEventListener('scroll', noteScroll, { capture: true, passive: true });
  return window.pulse?.onEvents(queueEvents) ?? (() => undefined);
}

function noBridge(): ProblemError {
  return new ProblemError({
    code: 'no_bridge',
    title: 'The window cannot reach Pulse itself.',
    hint: 'Restart Pulse. If it happens again, the installation may be incomplete.',
    detail: 'The bridge to the main process is missing.',
    sqlstate: null,
  });
}
