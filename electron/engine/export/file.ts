import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { ProblemError } from '../problem.ts';

interface FileOptions {
  /** Packs what is written: one gzip stream, which every program can read. */
  gzip?: boolean;
  /** Name of the unfinished file; a random one otherwise. */
  unfinished?: string;
}

/**
 * A file that appears complete or not at all: it is written under another name beside its place, forced to disk,
 * then renamed.
 */
export class FileInTheMaking {
  readonly #target: string;
  readonly #unfinished: string;
  readonly #handle: FileHandle;
  readonly #packer: Packer | null;
  #onItsWay: Promise<void> = Promise.resolve();

  private constructor(target: string, unfinished: string, handle: FileHandle, gzip: boolean) {
    this.#target = target;
    this.#unfinished = unfinished;
    this.#handle = handle;
    this.#packer = gzip ? new Packer(handle) : null;
  }

  /** Throws `ProblemError` when nothing can be written there. */
  static async at(target: string, options: FileOptions = {}): Promise<FileInTheMaking> {
    try {
      // Found out now, and not when everything was written.
      const there = await stat(target).catch(() => null);
      if (there?.isDirectory()) throw Object.assign(new Error('It is a folder.'), { code: 'EISDIR' });
      const name = options.unfinished ?? unfinishedName(randomUUID());
      const unfinished = join(dirname(target), name);
      return new FileInTheMaking(target, unfinished, await open(unfinished, 'wx'), options.gzip ?? false);
    } catch (error) {
      throw explainFile(error, target);
    }
  }

  /**
   * Resolves when the piece before this one was taken: one is on its way to the disk while the next one is made.
   * Throws what went wrong with either.
   */
  async write(piece: string | Uint8Array): Promise<void> {
    try {
      await this.#onItsWay;
      // Unlike write(), appendFile goes on after the system took a part only, as when the disk is nearly full.
      this.#onItsWay = this.#packer ? this.#packer.write(piece) : this.#handle.appendFile(piece);
      // Thrown where it is waited for.
      this.#onItsWay.catch(() => {});
    } catch (error) {
      throw explainFile(error, this.#target);
    }
  }

  async finish(): Promise<void> {
    try {
      await this.#onItsWay;
      await this.#packer?.end();
      await this.#handle.sync();
      await this.#handle.close();
      await rename(this.#unfinished, this.#target);
      await syncFolder(dirname(this.#target));
    } catch (error) {
      throw explainFile(error, this.#target);
    }
  }

  /** Leaves nothing behind. Never throws. */
  async discard(): Promise<void> {
    await this.#onItsWay.catch(() => {});
    await this.#packer?.discard();
    await this.#handle.close().catch(() => {});
    await rm(this.#unfinished, { force: true }).catch(() => {});
  }
}

/** Name of an unfinished file. A short one of its own: the target's with something added could be too long. */
export const unfinishedName = (jobId: string): string => `.pulse-export-${jobId.slice(0, 8)}.part`;

/** A twentieth larger than at the usual 6, and a good deal faster. */
const GZIP_LEVEL = 4;

/** gzip in front of a file. It works in a thread of its own, beside the one that makes the lines. */
class Packer {
  readonly #gzip: Gzip = createGzip({ level: GZIP_LEVEL });
  readonly #done: Promise<void>;

  constructor(handle: FileHandle) {
    this.#done = pipeline(this.#gzip, async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) await handle.appendFile(piece);
    });
    // Thrown where it is waited for.
    this.#done.catch(() => {});
  }

  async write(piece: string | Uint8Array): Promise<void> {
    if (this.#gzip.destroyed) return this.#done;
    if (!this.#gzip.write(piece)) await Promise.race([this.#done, once(this.#gzip, 'drain')]);
  }

  end(): Promise<void> {
    this.#gzip.end();
    return this.#done;
  }

  async discard(): Promise<void> {
    this.#gzip.destroy();
    await this.#done.catch(() => {});
  }
}

/** Puts the new name on disk, where folders can be synced: Windows cannot, and some network disks. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

const sentences: Record<string, [code: string, title: string, hint: string]> = {
  ENOENT: [
    'folder_missing',
    'The folder for the export is not there.',
    'Choose another folder, or make this one first.',
  ],
  ENOTDIR: ['folder_missing', 'The folder for the export is not a folder.', 'Choose another folder.'],
  EISDIR: ['is_a_folder', 'There is a folder with the name of the export.', 'Choose another file name.'],
  EACCES: ['not_permitted', 'You may not write to this folder.', 'Choose a folder that belongs to you.'],
  EPERM: [
    'not_permitted',
    'The file cannot be written there.',
    'Close it if another program has it open, or choose a folder that belongs to you.',
  ],
  EROFS: ['not_permitted', 'This disk can only be read.', 'Choose a folder on another disk.'],
  EBUSY: [
    'file_in_use',
    'Another program has this file open.',
    'Close it there, or choose another file name.',
  ],
  ENOSPC: ['disk_full', 'The disk is full.', 'Free some space or choose another disk, then export again.'],
  EDQUOT: [
    'disk_full',
    'Your share of this disk is full.',
    'Free some space or choose another disk, then export again.',
  ],
  EFBIG: ['file_too_large', 'The file has become too large.', 'Export less: a shorter time or fewer tables.'],
  ENAMETOOLONG: ['name_too_long', 'This file name is too long.', 'Choose a shorter one.'],
};

/** Turns an error of the file system into a sentence. */
export function explainFile(error: unknown, path: string): ProblemError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [problem, title, hint] = sentences[code] ?? [
    'export_failed',
    'The export could not be written.',
    'Try again, or choose another folder.',
  ];
  const words = error instanceof Error ? error.message : String(error);
  return new ProblemError({ code: problem, title, hint, detail: `${path}: ${words}` });
}
