/** The debugging protocol that Chromium's pages and Node's inspector share, in the few words the bench needs. */

import { setTimeout as sleep } from 'node:timers/promises';

/** A window begins with an empty page, and its own one comes soon after. */
const REPLACED_WITHIN_MS = 10_000;

interface Answer {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

export class DebugSession {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: Error) => void }
  >();
  #lastId = 0;

  static async connect(url: string): Promise<DebugSession> {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve(), { once: true });
      socket.addEventListener('error', () => reject(new Error(`Nothing listens at ${url}.`)), { once: true });
    });
    return new DebugSession(socket);
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const { id, result, error } = JSON.parse(String(data)) as Answer;
      const waiting = id === undefined ? undefined : this.#waiting.get(id);
      if (id === undefined || !waiting) return;
      this.#waiting.delete(id);
      if (error) waiting.reject(new Error(error.message));
      else waiting.resolve(result);
    });
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The debugged process is gone.'));
    });
  }

  send<T = unknown>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
    });
  }

  /** Runs an expression, waits for its promise, and returns its value. Again, when the page was being replaced. */
  async evaluate<T>(expression: string): Promise<T> {
    for (const deadline = Date.now() + REPLACED_WITHIN_MS; ; ) {
      try {
        return await this.#evaluate<T>(expression);
      } catch (error) {
        const replaced = /context was destroyed|find default execution context/.test(String(error));
        if (!replaced || Date.now() > deadline) throw error;
      }
      await sleep(20);
    }
  }

  async #evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send<{
      result: { value: T };
      exceptionDetails?: { text: string; exception?: { description?: string } };
    }>('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      includeCommandLineAPI: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  close(): void {
    this.#socket.close();
  }
}
