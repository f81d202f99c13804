import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const MAX_BYTES = 5 * 1024 * 1024;
const KEPT = 3;

/**
 * A log file that never grows without end: full, it is put aside as `.1`, and the oldest goes. Written at once, so that
 * the last words before a crash are in it; Pulse logs a few lines a minute.
 */
export class LogFile {
  readonly #path: string;
  readonly #maxBytes: number;
  #file: number | null = null;
  #bytes = 0;

  constructor(path: string, maxBytes = MAX_BYTES) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  /** Appends one line. A disk that is full or gone must not stop the monitor, so nothing is thrown. */
  write(line: string): void {
    try {
      if (this.#file === null) this.#open();
      if (this.#bytes >= this.#maxBytes) this.#rotate();
      if (this.#file !== null) this.#bytes += writeSync(this.#file, scrub(line));
    } catch {
      this.close();
    }
  }

  close(): void {
    if (this.#file === null) return;
    closeSync(this.#file);
    this.#file = null;
  }

  #open(): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#file = openSync(this.#path, 'a', 0o600);
    this.#bytes = fstatSync(this.#file).size;
  }

  #rotate(): void {
    this.close();
    rmSync(`${this.#path}.${KEPT}`, { force: true });
    for (let age = KEPT - 1; age >= 0; age -= 1) {
      const from = age === 0 ? this.#path : `${this.#path}.${age}`;
      try {
        renameSync(from, `${this.#path}.${age + 1}`);
      } catch {
        // There is none of that age yet.
      }
    }
    this.#open();
  }
}

/** Takes the password out of connection strings: they turn up in the words of errors, where no redaction by key sees them. */
export function scrub(line: string): string {
  return line.replace(/(postgres(?:ql)?:\/\/[^\s:/@"]*):[^\s@"]*@/gi, '$1:***@');
}
