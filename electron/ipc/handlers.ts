import type { IpcMainInvokeEvent } from 'electron';
import type { Answer } from '../../shared/contract/bridge.ts';
import { methods } from '../../shared/contract/contract.ts';
import { type MethodName, methodChannel, methodNames } from '../../shared/contract/names.ts';
import type { Handlers } from '../engine/handlers/handlers.ts';
import type { Logger } from '../engine/ports.ts';
import { problemOf } from '../engine/problem.ts';
import { internalProblem, invalidInput, refused } from './problem.ts';

type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/** The part of `ipcMain` that is used here, so that the tests need no Electron. */
interface Registry {
  handle(channel: string, listener: (event: IpcMainInvokeEvent, input: unknown) => Promise<Answer>): void;
}

interface Deps {
  ipcMain: Registry;
  /** Methods without a handler do not exist for the window; a build for users has no `demo.*`. */
  handlers: Partial<Handlers<MethodName>>;
  /** Whether the message comes from the main frame of our own window, showing our own page. */
  isTrusted(sender: Sender): boolean;
  /** A page has asked. Returns what sends it the events that still wait to be batched. */
  asked(): () => void;
  log: Logger;
}

/** Registers one channel for each method of the contract that has a handler. */
export function registerHandlers(deps: Deps): void {
  for (const name of methodNames) {
    if (deps.handlers[name] === undefined) continue;
    deps.ipcMain.handle(methodChannel(name), async (event, input) => {
      if (!deps.isTrusted(event)) {
        deps.log.error(
          { method: name, from: event.senderFrame?.url ?? null },
          'refused a call from elsewhere',
        );
        return { ok: false, problem: refused() };
      }
      const flushEvents = deps.asked();
      const result = await answer(name, input, deps);
      // What happened before the answer must be told before it, or the page would take the older state for the newer.
      flushEvents();
      return result;
    });
  }
}

/** Parses the input, calls the handler, parses what it returns, and never throws. */
export async function answer<N extends MethodName>(
  name: N,
  input: unknown,
  { handlers, log }: Pick<Deps, 'handlers' | 'log'>,
): Promise<Answer> {
  const parsed = methods[name].input.safeParse(input);
  if (!parsed.success) {
    const detail = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n');
    log.warn({ method: name, detail }, 'the window asked with the wrong shape');
    return { ok: false, problem: invalidInput(parsed.error.issues[0]?.message, detail) };
  }
  try {
    const handler = handlers[name] as ((value: unknown) => unknown) | undefined;
    if (handler === undefined) throw new Error(`no handler for ${name}`);
    // Also keeps what the contract does not name (a password, say) from travelling along.
    return { ok: true, value: methods[name].output.parse(await handler(parsed.data)) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem !== null) {
      log.info({ method: name, code: problem.code }, problem.title);
      return { ok: false, problem };
    }
    log.error({ method: name, err: error }, 'a method failed unexpectedly');
    return { ok: false, problem: internalProblem() };
  }
}
