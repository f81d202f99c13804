import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ExportProgress, ExportRequest } from '../../../shared/domain/export.ts';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { ProblemError } from '../problem.ts';
import type { OpenStoreOptions } from '../store/store.ts';
import { unfinishedName } from './file.ts';
import type { ExportJob } from './job.ts';

/** Where the store is, and the thread's program where that is not beside this file: in a bundle. */
export interface ExportPlace {
  store: Pick<OpenStoreOptions, 'folder' | 'migrationsFolder' | 'nativeBinding'>;
  worker?: string | URL | undefined;
}

export interface Assignment {
  place: ExportPlace['store'];
  jobId: string;
  request: ExportRequest;
  path: string;
}

export type Answer = { progress: ExportProgress } | { problem: Problem };

/** In the sources; a bundle says where it has put it. */
const IN_THE_SOURCES = new URL('./worker.ts', import.meta.url);

/** As `startExport` of job.ts, in a thread of its own. */
export function startExportThread(
  { store, worker = IN_THE_SOURCES }: ExportPlace,
  request: ExportRequest,
  target: string,
  onProgress: (progress: ExportProgress) => void,
): ExportJob {
  const jobId = randomUUID();
  const path = resolve(target);
  const workerData: Assignment = { place: store, jobId, request, path };
  const thread = new Worker(worker, { workerData });
  let last: ExportProgress = { jobId, state: 'running', rows: 0, total: 0, path, problem: null };
  thread.on('message', (answer: Answer) => {
    if ('progress' in answer) last = answer.progress;
    else last = { ...last, state: 'failed', problem: answer.problem };
    onProgress(last);
  });
  const done = ended(thread).then(async (crash) => {
    if (last.state !== 'running') return last;
    // It died before it could clean up or say anything.
    await rm(join(dirname(path), unfinishedName(jobId)), { force: true }).catch(() => {});
    last = { ...last, state: 'failed', problem: crashed(crash).problem };
    onProgress(last);
    return last;
  });
  return { jobId, cancel: () => thread.postMessage('cancel'), done };
}

/** Resolves when the thread is gone, to the error that ended it if there was one. */
function ended(thread: Worker): Promise<unknown> {
  return new Promise((settle) => {
    let crash: unknown = null;
    thread.on('error', (error) => {
      crash = error;
    });
    thread.on('exit', () => settle(crash));
  });
}

function crashed(crash: unknown): ProblemError {
  return new ProblemError({
    code: 'export_failed',
    title: 'The export stopped before it was complete.',
    hint: 'Nothing was left behind. Try again; if it happens once more, please report it.',
    detail: crash instanceof Error ? crash.message : null,
  });
}
