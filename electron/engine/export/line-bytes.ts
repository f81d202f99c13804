/** About four kilobytes: putting together a long text out of many small pieces takes far longer than a short one. */
const LINES_AT_ONCE = 20;
const FIRST_SIZE = 65_536;
/** UTF-8 needs at most three bytes for a unit of a string. */
const MOST_BYTES = 3;

/** Collects lines as the bytes of a file. */
export class LineBytes {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #length = 0;
  #lines = '';
  #waiting = 0;

  add(line: string): void {
    this.#lines += line;
    this.#waiting += 1;
    if (this.#waiting >= LINES_AT_ONCE) this.#write();
  }

  /** All that was added since the last time. */
  take(): Uint8Array {
    this.#write();
    const taken = this.#bytes.subarray(0, this.#length);
    // Another one: what was taken may still be on its way to the disk. As large as this one had to be.
    this.#bytes = Buffer.allocUnsafe(this.#bytes.length);
    this.#length = 0;
    return taken;
  }

  #write(): void {
    const needed = this.#length + this.#lines.length * MOST_BYTES;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(this.#lines, this.#length, 'utf8');
    this.#lines = '';
    this.#waiting = 0;
  }
}
