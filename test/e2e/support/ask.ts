import type { MethodName } from '../../../shared/contract/names.ts';
import type { PulseApp } from './app.ts';

/** Calls a method the way the page does, and returns what it answers. */
export async function ask<T>(pulse: PulseApp, method: MethodName, input: unknown = null): Promise<T> {
  const answer = await pulse.call(method, input);
  if (!answer.ok) throw new Error(`${method}: ${answer.problem.title} ${answer.problem.hint}`);
  return answer.value as T;
}
