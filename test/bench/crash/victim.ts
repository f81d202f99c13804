import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order } from './scenario.ts';

const CHILD = join(import.meta.dirname, 'child.ts');
const PATIENCE_MS = 60_000;

/** A process that is ready to be told what to do, and then to be killed. */
export class Victim {
  readonly #process: ChildProcess;
  readonly #lines: string[] = [];
  readonly #closed: Promise<unknown>;
  #changed: () => void = () => {};

  constructor() {
    this.#process = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#closed = once(this.#process, 'close').then(() => this.#changed());
    if (!this.#process.stdout) throw new Error('The child has no output.');
    createInterface({ input: this.#process.stdout }).on('line', (line) => {
      this.#lines.push(line);
      this.#changed();
    });
    // It may be killed before it has read its order.
    this.#process.stdin?.on('error', () => {});
  }

  order(order: Order): void {
    this.#process.stdin?.write(`${JSON.stringify(order)}\n`);
  }

  /** Waits until it has said a line that begins so. Throws when it ended by itself, or never says it. */
  async said(start: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!this.#lines.some((line) => line.startsWith(start))) {
      if (this.#process.exitCode !== null)
        throw new Error(`It ended by itself with ${this.#process.exitCode}.`);
      if (Date.now() > deadline) throw new Error(`It never said "${start}".`);
      await Promise.race([
        new Promise<void>((resolve) => {
          this.#changed = resolve;
        }),
        sleep(100),
      ]);
    }
  }

  /** SIGKILL. Returns all that it has said, to the last line that reached the pipe. */
  async kill(): Promise<string[]> {
    const endedByItself = this.#process.exitCode;
    this.#process.kill('SIGKILL');
    await this.#closed;
    if (endedByItself !== null) throw new Error(`It ended by itself with ${endedByItself}.`);
    return this.#lines;
  }
}
