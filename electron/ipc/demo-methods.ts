import type { MethodName } from '../../shared/contract/names.ts';
import type { Handlers } from '../engine/engine.ts';

export type DemoMethod = Extract<MethodName, `demo.${string}`>;

/** The demo panel's methods. Without a demo world there is nothing to break, and nothing to show. */
export async function demoMethods(
  env: NodeJS.ProcessEnv,
): Promise<{ present: boolean; handlers: Handlers<DemoMethod> }> {
  void env;
  return {
    present: false,
    handlers: { 'demo.faults': () => [], 'demo.inject': () => [], 'demo.heal': () => [] },
  };
}
