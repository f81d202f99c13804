import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../../../electron/engine/engine.ts';
import type { Saving } from '../../../electron/engine/saving.ts';
import { answer } from '../../../electron/ipc/handlers.ts';
import type { MethodInput } from '../../../shared/contract/contract.ts';
import type { MethodName } from '../../../shared/contract/names.ts';
import { Random } from '../quiet/world/random.ts';
import { runOf, type ShopCheck } from './shop.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Asks as the window does, from the parsed question to the parsed answer, and returns what it took in milliseconds. */
export async function timeOf<N extends MethodName>(
  engine: Engine,
  name: N,
  input: MethodInput<N>,
): Promise<number> {
  const began = performance.now();
  const outcome = await answer(name, input, { handlers: engine.handlers, log: quiet });
  if (!outcome.ok) throw new Error(`${name}: ${outcome.problem.title} ${outcome.problem.detail}`);
  return performance.now() - began;
}

/** Measures one thing many times, with a moment for the writes in between. */
export async function repeat(times: number, one: (n: number) => Promise<number>): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    taken.push(await one(n));
    await sleep(2);
  }
  return taken;
}

/** The smallest value that so large a share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** Writes fifty runs a second, each in a transaction with its check's state, as the engine does; ten times real life. */
export class Writes {
  readonly taken: number[] = [];
  /** How long each was held in memory before it was written. */
  readonly held: number[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(engine: Engine, saving: Saving, checks: readonly ShopCheck[]) {
    const random = new Random(4);
    const { store } = engine;
    this.timer = setInterval(() => {
      const check = checks[Math.floor(random.uniform() * checks.length)];
      if (!check) return;
      const run = runOf(check, Date.now(), random);
      const due = performance.now();
      saving.do(() => {
        const began = performance.now();
        store.transaction(() => {
          const { id: _, ...written } = store.runs.append(run);
          const { checkId, status, value, message, finishedAt: at, low, high } = written;
          store.checks.setState({ checkId, status, value, message, at, since: at, judgedAt: at, low, high });
        });
        const done = performance.now();
        this.taken.push(done - began);
        this.held.push(began - due);
      });
    }, 20);
  }

  /** What the writes after the first so many took. */
  since(first: number): readonly number[] {
    return this.taken.slice(first);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** How late the event loop was while `work` went on, in milliseconds. */
export async function loopDelay(work: () => Promise<unknown>): Promise<{ p99: number; max: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
}
