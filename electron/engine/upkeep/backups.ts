import type { Backup, BackupKind, BackupOverview, RestoreLoss } from '../../../shared/domain/backup.ts';
import type { Problem } from '../../../shared/domain/primitives.ts';
import type { EventHub } from '../events.ts';
import type { Clock, Logger } from '../ports.ts';
import { notFound, problemOf } from '../problem.ts';
import { backupFolder, listBackups } from '../store/backup/backup-files.ts';
import { type Job, runInWorker } from '../store/worker-tasks.ts';

const DAY_MS = 86_400_000;
/** A start and a wake-up have enough to do: the first backup waits for this long. */
const SETTLE_MS = 600_000;
const RETRY_MS = 3_600_000;
/** The deadline is on the wall clock, which a timer knows nothing of: looked at this often. */
const LOOK_EVERY_MS = 300_000;

export interface BackupDeps {
  folder: string;
  nativeBinding?: string;
  worker?: string;
  /** The newest layout that this Pulse knows. */
  layout: number;
  clock: Clock;
  log: Logger;
  events: EventHub;
}

type Making = Exclude<BackupKind, 'upgrade'>;

/** Makes a backup every day and on demand, in a worker, and knows what there is to go back to. */
export class BackupDesk {
  private readonly deps: BackupDeps;
  private cancelTimer: (() => void) | null = null;
  private notBefore = 0;
  private running: Promise<string> | null = null;
  private job: Job<string> | null = null;
  private problem: Problem | null = null;

  constructor(deps: BackupDeps) {
    this.deps = deps;
  }

  start(): void {
    this.settle();
    this.look();
  }

  /** Also ends a backup that is being made; nothing of it is left. */
  async stop(): Promise<void> {
    this.cancelTimer?.();
    this.cancelTimer = null;
    await this.job?.stop();
    await this.running?.catch(() => {});
  }

  /** The machine woke up. */
  resume(): void {
    this.settle();
  }

  overview(): BackupOverview {
    const { folder, layout } = this.deps;
    return {
      backups: listBackups(folder, layout),
      folder: backupFolder(folder),
      running: this.running !== null,
      problem: this.problem,
    };
  }

  /** Makes a backup, or waits for the one that is being made. Throws a `ProblemError`. */
  create(kind: Making): Promise<string> {
    this.running ??= this.make(kind).finally(() => {
      this.running = null;
      this.job = null;
      this.announce();
    });
    return this.running;
  }

  /** What going back to this backup would cost. */
  loss(name: string): Promise<RestoreLoss> {
    const { at } = this.find(name);
    return runInWorker({ ...this.place, do: 'loss', name, at }, this.deps.worker).done;
  }

  /** Makes the next start go back to this backup. Throws a `ProblemError`; then nothing has changed. */
  async stageRestore(name: string): Promise<void> {
    this.find(name);
    const at = this.deps.clock.now();
    await runInWorker({ ...this.place, do: 'stage', name, at }, this.deps.worker).done;
  }

  private find(name: string): Backup {
    const backup = this.overview().backups.find((each) => each.name === name);
    if (backup === undefined) throw notFound('backup');
    return backup;
  }

  private async make(kind: Making): Promise<string> {
    const { clock, log } = this.deps;
    const startedAt = clock.now();
    try {
      const task = { ...this.place, do: 'backup', kind, at: startedAt } as const;
      this.job = runInWorker(task, this.deps.worker);
      this.announce();
      const name = await this.job.done;
      this.problem = null;
      log.info({ name, ms: clock.now() - startedAt }, 'backed up');
      return name;
    } catch (error) {
      const problem = problemOf(error);
      // Ended by `stop`: no failure of the backup.
      if (problem?.code !== 'interrupted') {
        this.problem = problem ?? unexpected(error);
        log.error({ err: error, code: problem?.code }, 'the backup failed');
      }
      throw error;
    }
  }

  private announce(): void {
    // After `create` has noted that it is under way, or is not any more.
    queueMicrotask(() => this.deps.events.emit('backups.changed', this.overview()));
  }

  private settle(): void {
    this.notBefore = this.deps.clock.now() + SETTLE_MS;
  }

  private look(): void {
    this.cancelTimer = this.deps.clock.after(LOOK_EVERY_MS, () => this.look());
    if (this.running !== null || this.deps.clock.now() < this.dueAt()) return;
    this.create('daily').catch(() => {
      this.notBefore = this.deps.clock.now() + RETRY_MS;
    });
  }

  /** A day after the last one. Those from the future do not count: the clock was set back since. */
  private dueAt(): number {
    const now = this.deps.clock.now();
    const last = this.overview().backups.find(({ kind, at }) => kind === 'daily' && at <= now);
    const due = last === undefined ? now : last.at + DAY_MS;
    // No wait is longer than this: the clock was set back since it began.
    if (this.notBefore > now + RETRY_MS) this.notBefore = now;
    return Math.max(due, this.notBefore);
  }

  private get place() {
    const { folder, nativeBinding } = this.deps;
    return { folder, nativeBinding };
  }
}

function unexpected(error: unknown): Problem {
  return {
    code: 'backup_failed',
    title: 'The backup could not be made.',
    hint: 'Pulse tries again within an hour. If it fails again, the log file in the data folder says more.',
    detail: error instanceof Error ? error.message : String(error),
    sqlstate: null,
  };
}
