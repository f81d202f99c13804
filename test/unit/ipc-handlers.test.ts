import { describe, expect, test } from 'vitest';
import type { Handlers } from '../../electron/engine/handlers/handlers.ts';
import { ProblemError } from '../../electron/engine/problem.ts';
import { answer, registerHandlers } from '../../electron/ipc/handlers.ts';
import type { Answer } from '../../shared/contract/bridge.ts';
import { type MethodName, methodChannel, methodNames } from '../../shared/contract/names.ts';
import { Settings } from '../../shared/domain/settings.ts';

type Logged = { level: string; fields: object; message: string };

function recorder() {
  const logged: Logged[] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void logged.push({ level, fields, message });
  return { logged, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

const ask = (handlers: Partial<Handlers<MethodName>>, name: MethodName, input: unknown) => {
  const { log, logged } = recorder();
  return answer(name, input, { handlers, log }).then((result) => ({ result, logged }));
};

describe('an answer', () => {
  test('carries what the handler returned', async () => {
    const { result } = await ask({ 'settings.get': () => Settings.parse({}) }, 'settings.get', null);
    expect(result).toEqual({ ok: true, value: Settings.parse({}) });
  });

  test('is a problem when the input has the wrong shape, and the handler is never called', async () => {
    let called = false;
    const { result } = await ask(
      {
        'tables.get': () => {
          called = true;
          throw new Error('must not run');
        },
      },
      'tables.get',
      { id: 'one' },
    );
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'invalid_input', detail: expect.stringContaining('id') },
    });
    expect(called).toBe(false);
  });

  test('keeps the sentence of an error that has one', async () => {
    const { result } = await ask(
      {
        'tables.unmonitor': () => {
          throw new ProblemError({ code: 'not_found', title: 'It is gone.', hint: 'Choose another.' });
        },
      },
      'tables.unmonitor',
      { id: 1 },
    );
    expect(result).toMatchObject({ ok: false, problem: { code: 'not_found', title: 'It is gone.' } });
  });

  test('tells nothing of the inside of any other error, and logs its stack', async () => {
    const { result, logged } = await ask(
      { 'settings.get': () => Promise.reject(new Error('password=hunter2 at /home/me')) },
      'settings.get',
      null,
    );
    expect(JSON.stringify(result)).not.toMatch(/hunter2|home/);
    expect(result).toMatchObject({ ok: false, problem: { code: 'internal', detail: null } });
    expect(logged).toMatchObject([{ level: 'error', fields: { err: expect.any(Error) } }]);
  });

  test('leaves out what the contract does not name', async () => {
    const settings = { ...Settings.parse({}), password: 'hunter2' };
    const { result } = await ask({ 'settings.get': () => settings }, 'settings.get', null);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('is a problem when the handler breaks the contract', async () => {
    const { result } = await ask(
      { 'settings.get': () => ({ theme: 'pink' }) as never },
      'settings.get',
      null,
    );
    expect(result).toMatchObject({ ok: false, problem: { code: 'internal' } });
  });
});

describe('the channels', () => {
  function register(isTrusted: boolean, handlers: Partial<Handlers<MethodName>>) {
    const channels = new Map<string, (event: never, input: unknown) => Promise<Answer>>();
    let flushes = 0;
    const { log, logged } = recorder();
    registerHandlers({
      ipcMain: { handle: (channel, listener) => void channels.set(channel, listener) },
      handlers,
      isTrusted: () => isTrusted,
      asked: () => () => {
        flushes += 1;
      },
      log,
    });
    return { channels, logged, flushes: () => flushes };
  }
  const event = { senderFrame: { url: 'https://example.org/' } } as never;
  const settingsGet = { 'settings.get': () => Settings.parse({}) };

  test('exist for methods with a handler only', () => {
    const { channels } = register(true, settingsGet);
    expect([...channels.keys()]).toEqual([methodChannel('settings.get')]);
    expect(methodNames.length).toBeGreaterThan(1);
  });

  test('refuse a sender that is not our own page', async () => {
    const { channels, logged } = register(false, settingsGet);
    const result = await channels.get(methodChannel('settings.get'))?.(event, null);
    expect(result).toMatchObject({ ok: false, problem: { code: 'refused' } });
    expect(logged).toMatchObject([{ level: 'error', fields: { from: 'https://example.org/' } }]);
  });

  test('tell what happened before they answer', async () => {
    const { channels, flushes } = register(true, settingsGet);
    await channels.get(methodChannel('settings.get'))?.(event, null);
    expect(flushes()).toBe(1);
  });
});
