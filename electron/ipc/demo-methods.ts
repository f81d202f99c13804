import { type ControlClient, controlClient } from '../../demo/control-client.ts';
import type { MethodName } from '../../shared/contract/names.ts';
import type { DemoFault } from '../../shared/domain/demo.ts';
import type { Engine } from '../engine/engine.ts';
import type { Handlers } from '../engine/handlers/handlers.ts';
import type { Logger } from '../engine/ports.ts';
import { ProblemError } from '../engine/problem.ts';
import { ensureConnection, monitorRecommended } from '../engine/quick-start.ts';

/** Methods of the demo panel. */
export type DemoMethod = Extract<MethodName, `demo.${string}`>;

/** The app's side of the demo world. */
export interface Demo {
  /** Whether the app was started by the demo; else there is nothing to break. */
  readonly present: boolean;
  readonly handlers: Handlers<DemoMethod>;
  /** Takes the demo's replica and all its tables under watch. */
  watchEverything(engine: Engine): Promise<void>;
}

/** Reads from the environment how to reach the demo world, if there is one. */
export function openDemo(env: NodeJS.ProcessEnv, log: Logger): Demo {
  const client = clientFrom(env.PULSE_DEMO_CONTROL);
  const change = async (alter: (world: ControlClient) => Promise<unknown>): Promise<DemoFault[]> => {
    if (client === null) throw unreachable('there is no demo world');
    try {
      await alter(client);
      return await client.listFaults();
    } catch (error) {
      throw unreachable(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    present: client !== null,
    handlers: {
      'demo.faults': () => (client === null ? [] : change(() => Promise.resolve())),
      'demo.inject': ({ name }) => change((world) => world.inject(name)),
      'demo.heal': ({ name }) => change((world) => world.heal(name)),
    },
    watchEverything: async (engine) => {
      const url = env.PULSE_DEMO_CONNECTION;
      if (!url) return;
      try {
        const { id } = await ensureConnection(engine, url, env.PULSE_DEMO_CONNECTION_NAME || 'Demo replica');
        await monitorRecommended(engine, id, null, (progress) => log.info(progress, 'demo table'));
      } catch (error) {
        // Who quits at once has closed the store under it.
        if (!engine.stopped) log.error({ err: error }, 'the demo could not be set up');
      }
    },
  };
}

function clientFrom(address: string | undefined): ControlClient | null {
  return address ? controlClient(JSON.parse(address) as Parameters<typeof controlClient>[0]) : null;
}

function unreachable(detail: string): ProblemError {
  return new ProblemError({
    code: 'demo',
    title: 'The demo world did not do that.',
    hint: 'See whether the demo is still running in its terminal.',
    detail,
  });
}
