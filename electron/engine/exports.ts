import type { ExportProgress, RunFilter } from '../../shared/domain/export.ts';
import { unitOf } from './checks/registry.ts';
import type { EventHub } from './events.ts';
import { type ExportJob, startExport } from './store/export.ts';
import type { Store } from './store/store.ts';

/** Exports that are under way. */
export class ExportDesk {
  private readonly store: Store;
  private readonly events: EventHub;
  private readonly jobs = new Map<string, ExportJob>();

  constructor(store: Store, events: EventHub) {
    this.store = store;
    this.events = events;
  }

  /** Starts to write; progress follows as events, the last of them with the outcome. */
  start(filter: RunFilter, path: string): ExportProgress {
    const job = this.begin(filter, path);
    return { jobId: job.jobId, state: 'running', rows: 0, total: 0, path, problem: null };
  }

  /** Writes, and resolves to the outcome. Never rejects: a failure is in its `problem`. */
  run(filter: RunFilter, path: string): Promise<ExportProgress> {
    return this.begin(filter, path).done;
  }

  cancel(jobId: string): void {
    this.jobs.get(jobId)?.cancel();
  }

  /** Cancels all, and waits until their temporary files are gone. */
  async close(): Promise<void> {
    const jobs = [...this.jobs.values()];
    for (const job of jobs) job.cancel();
    await Promise.all(jobs.map((job) => job.done));
  }

  private begin(filter: RunFilter, path: string): ExportJob {
    const onProgress = (progress: ExportProgress) => this.events.emit('export.progress', progress);
    const job = startExport({ store: this.store, filter, path, onProgress, unitOf });
    this.jobs.set(job.jobId, job);
    void job.done.then(() => this.jobs.delete(job.jobId));
    return job;
  }
}
