import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import { BYTE_ORDER_MARK, CSV_LINE_BREAK } from '../../../shared/csv.ts';
import type { ExportProgress, ExportRequest } from '../../../shared/domain/export.ts';
import type { Problem } from '../../../shared/domain/primitives.ts';
import type { Clock } from '../ports.ts';
import { problemOf } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Reading } from './dataset.ts';
import { FileInTheMaking, unfinishedName } from './file.ts';
import { readFoundRuns } from './found-runs.ts';
import { readIncidents } from './incidents.ts';
import { readQueries } from './queries.ts';
import { readRuns } from './runs.ts';
import { scopeOf } from './scope.ts';

/** A few milliseconds of work: so soon a cancelled export ends. */
const BATCH_ROWS = 2_000;
const PROGRESS_EVERY_MS = 100;

/** The parts of the store that are exported; one that was opened for reading will do. */
export type ExportedStore = Pick<Store, 'history' | 'incidents' | 'logs' | 'search'>;

export interface ExportJobOptions {
  store: ExportedStore;
  request: ExportRequest;
  /** The file to write; one that is there is replaced when the export is complete. */
  path: string;
  jobId?: string;
  /** At most ten times a second, and once at the end. Must not throw. */
  onProgress?: (progress: ExportProgress) => void;
  clock?: Pick<Clock, 'now'>;
  batchRows?: number;
}

export interface ExportJob {
  readonly jobId: string;
  /** Stops before the next batch; nothing is left behind. Too late when the file is complete. */
  cancel(): void;
  /** The outcome. Never rejects: a failure is in its `problem`. */
  readonly done: Promise<ExportProgress>;
}

/** Writes what a request asks for to a CSV file, in this thread; it gives its event loop back after every batch. */
export function startExport(options: ExportJobOptions): ExportJob {
  const { jobId = randomUUID() } = options;
  const cancelled = new AbortController();
  return { jobId, cancel: () => cancelled.abort(), done: run(options, jobId, cancelled.signal) };
}

/** How many rows an export would have now. */
export function countRows(store: ExportedStore, request: ExportRequest): number {
  let rows = 0;
  for (const counted of read(store, request, BATCH_ROWS).count()) rows += counted;
  return rows;
}

function read(store: ExportedStore, request: ExportRequest, batchRows: number): Reading {
  const scope = scopeOf(store, request.filter);
  switch (request.dataset) {
    case 'runs':
      return scope.filter.text.trim() === ''
        ? readRuns(store.history, scope, request, batchRows)
        : readFoundRuns(store, scope, request, batchRows);
    case 'incidents':
      return readIncidents(store.logs, scope, request, batchRows);
    case 'queries':
      return readQueries(store.logs, scope, request, batchRows);
  }
}

async function run(
  options: ExportJobOptions,
  jobId: string,
  cancelled: AbortSignal,
): Promise<ExportProgress> {
  const { request, store, batchRows = BATCH_ROWS } = options;
  const path = resolve(options.path);
  const progress: ExportProgress = { jobId, state: 'running', rows: 0, total: 0, path, problem: null };
  const tell = throttled(options);
  let file: FileInTheMaking | undefined;
  try {
    // The caller gets the job before anything happens to it.
    await others();
    file = await FileInTheMaking.at(path, { gzip: request.gzip, unfinished: unfinishedName(jobId) });
    const reading = read(store, request, batchRows);
    for await (const counted of inTurns(reading.count(), cancelled)) progress.total += counted;
    tell(progress);
    const header = reading.columns.join(',') + CSV_LINE_BREAK;
    await file.write(request.bom ? BYTE_ORDER_MARK + header : header);
    for await (const lines of inTurns(reading.lines(), cancelled)) {
      await file.write(lines.bytes);
      progress.rows += lines.rows;
      tell(progress);
    }
    cancelled.throwIfAborted();
    await file.finish();
    // What retention removed after it was counted is in neither number.
    progress.total = progress.rows;
    progress.state = 'done';
  } catch (error) {
    await file?.discard();
    progress.state = cancelled.aborted ? 'cancelled' : 'failed';
    if (progress.state === 'failed') progress.problem = explain(error);
  }
  options.onProgress?.({ ...progress });
  return progress;
}

/** Hands on what `pieces` yields and gives the event loop back in between. Throws when the job is cancelled. */
async function* inTurns<T>(pieces: Iterable<T>, cancelled: AbortSignal): AsyncGenerator<T> {
  for (const piece of pieces) {
    cancelled.throwIfAborted();
    yield piece;
    await others();
  }
}

function throttled({ onProgress, clock = Date }: ExportJobOptions): (progress: ExportProgress) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = clock.now();
    // A clock that was set back must not silence the bar.
    if (Math.abs(now - last) < PROGRESS_EVERY_MS) return;
    last = now;
    onProgress?.({ ...progress });
  };
}

/** What to tell the user of an export that failed. */
export function explain(error: unknown): Problem {
  return (
    problemOf(error) ?? {
      code: 'export_failed',
      title: 'The export failed.',
      hint: 'Try again. If it fails once more, please report it.',
      detail: error instanceof Error ? error.message : String(error),
      sqlstate: null,
    }
  );
}
