import type { ChildProcess } from 'node:child_process';
import type { Page } from '@playwright/test';

/** Warnings of Chromium and the desktop's libraries that say nothing about Pulse. */
const NOISE = [
  /^Electron Security Warning \(Insecure Content-Security-Policy\)/,
  /Download the React DevTools/,
];
/** Pino's number for `error`. */
const ERROR_LEVEL = 50;

/** Everything that went wrong in an app under test, without any test having looked for it. */
export class Complaints {
  readonly #found: string[] = [];
  readonly #allowed: RegExp[] = [];

  /** For a test that provokes a complaint. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  /** What no test allowed. */
  get unsettled(): string[] {
    return this.#found.filter((text) => !this.#allowed.some((pattern) => pattern.test(text)));
  }

  listenToPage(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') {
        this.#add(`console ${message.type()}: ${message.text()}`, message.text());
      }
    });
    page.on('pageerror', (error) => this.#add(`page error: ${error.stack ?? error.message}`));
    page.on('crash', () => this.#add('the page crashed'));
  }

  listenToProcess(child: ChildProcess): void {
    let rest = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#readLine(line);
    });
  }

  #readLine(line: string): void {
    if (line.startsWith('{')) {
      try {
        const { level, msg, err, said } = JSON.parse(line) as {
          level: number;
          msg: string;
          err?: { stack?: string };
          said?: string;
        };
        const more = err?.stack ?? said ?? '';
        if (level >= ERROR_LEVEL) this.#add(`log error: ${msg}\n${more}`.trim(), more);
        return;
      } catch {
        // Not one of our log lines after all.
      }
    }
    if (/unhandled|uncaught|DeprecationWarning/i.test(line)) this.#add(`stderr: ${line}`);
  }

  #add(complaint: string, text = complaint): void {
    if (!NOISE.some((pattern) => pattern.test(text))) this.#found.push(complaint);
  }
}
