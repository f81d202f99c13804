import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of so many megabytes, which really fills up. Only root on Linux can make one, and not in every container. */
export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** The disk, or why there can be none here. */
  static mount(megabytes: number): SmallDisk | string {
    if (process.platform !== 'linux') return 'needs Linux';
    if (process.getuid?.() !== 0) return 'needs root, to mount a small tmpfs';
    const folder = mkdtempSync(join(tmpdir(), 'pulse-small-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder], {
        stdio: 'pipe',
      });
      return new SmallDisk(folder);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      return `a tmpfs cannot be mounted here: ${error instanceof Error ? error.message : error}`;
    }
  }

  /** Takes all the space that is left. */
  fill(): void {
    const ballast = join(this.folder, 'ballast');
    const full = (size: number) => {
      try {
        appendFileSync(ballast, Buffer.alloc(size));
        return false;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return true;
        throw error;
      }
    };
    // Others write meanwhile, so what was free a moment ago may not be.
    for (const size of [1_048_576, 4_096]) while (!full(size));
  }

  /** Gives the space back. */
  empty(): void {
    rmSync(join(this.folder, 'ballast'), { force: true });
  }

  /** Also when a test that failed has left a file of it open: that one is gone with the process. */
  unmount(): void {
    execFileSync('umount', ['--lazy', this.folder], { stdio: 'pipe' });
    rmSync(this.folder, { recursive: true, force: true });
  }
}
