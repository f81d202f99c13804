import type { ExportProgress, ExportRequest } from '../../../shared/domain/export.ts';
import type { EventHub } from '../events.ts';
import type { ExportJob } from './job.ts';
import { type ExportPlace, startExportThread } from './thread.ts';

/** Exports that are under way, each in a thread of its own. */
export class ExportDesk {
  private readonly place: ExportPlace;
  private readonly events: EventHub;
  private readonly jobs = new Map<string, ExportJob>();

  constructor(place: ExportPlace, events: EventHub) {
    this.place = place;
    this.events = events;
  }

  /** Starts to write; progress follows as events, the last of them with the outcome. */
  start(request: ExportRequest, path: string): ExportProgress {
    const job = this.begin(request, path, (progress) => this.events.emit('export.progress', progress));
    return { jobId: job.jobId, state: 'running', rows: 0, total: 0, path, problem: null };
  }

  /** Writes without a word, and resolves to the outcome. Never rejects: a failure is in its `problem`. */
  run(request: ExportRequest, path: string): Promise<ExportProgress> {
    return this.begin(request, path, () => {}).done;
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

  private begin(
    request: ExportRequest,
    path: string,
    onProgress: (progress: ExportProgress) => void,
  ): ExportJob {
    const job = startExportThread(this.place, request, path, onProgress);
    this.jobs.set(job.jobId, job);
    void job.done.then(() => this.jobs.delete(job.jobId));
    return job;
  }
}
