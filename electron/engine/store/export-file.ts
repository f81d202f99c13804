import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ProblemError } from '../problem.ts';

/**
 * A file that appears complete or not at all: it is written under another name beside its place, forced to disk,
 * then renamed.
 */
export class FileInTheMaking {
  readonly #target: string;
  readonly #unfinished: string;
  readonly #handle: FileHandle;

  private constructor(target: string, unfinished: string, handle: FileHandle) {
    this.#target = target;
    this.#unfinished = unfinished;
    this.#handle = handle;
  }

  /** Throws `ProblemError` when nothing can be written there. */
  static async at(target: string): Promise<FileInTheMaking> {
    try {
      // Found out now, and not when everything was written.
      const there = await stat(target).catch(() => null);
      if (there?.isDirectory()) throw Object.assign(new Error('It is a folder.'), { code: 'EISDIR' });
      // A short name of its own: the target's with something added could be too long.
      const unfinished = join(dirname(target), `.pulse-export-${randomUUID().slice(0, 8)}.part`);
      return new FileInTheMaking(target, unfinished, await open(unfinished, 'wx'));
    } catch (error) {
      throw explainFile(error, target);
    }
  }

  /** Resolves when the operating system has taken it: the next piece is made only then. */
  async write(piece: string): Promise<void> {
    try {
      // Unlike write(), goes on after the system took a part only, as it does when the disk is nearly full.
      await this.#handle.appendFile(piece, 'utf8');
    } catch (error) {
      throw explainFile(error, this.#target);
    }
  }

  async finish(): Promise<void> {
    try {
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
    await this.#handle.close().catch(() => {});
    await rm(this.#unfinished, { force: true }).catch(() => {});
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
  EFBIG: [
    'file_too_large',
    'The file has become too large.',
    'Export fewer runs: a shorter time or fewer tables.',
  ],
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
