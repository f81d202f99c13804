import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setImmediate as others } from 'node:timers/promises';
import type { ExportProgress, RunFilter } from '../../../shared/domain/export.ts';
import type { Problem } from '../../../shared/domain/primitives.ts';
import type { Clock } from '../ports.ts';
import { problemOf } from '../problem.ts';
import { csvHeader, csvLines, type ExportedRun, type UnitOf } from './export-csv.ts';
import { FileInTheMaking } from './export-file.ts';
import type { History, Place } from './history.ts';

/** Read, turned into text and written between two turns of the event loop: about two milliseconds of work. */
const BATCH_ROWS = 250;
/** Counting is some thirty times cheaper than exporting. */
const COUNTED_AT_ONCE = 15_000;
/** Checks with next to no history cost something, too: as much as this many runs of each kind of work. */
const ROWS_PER_SEEK = 2;
const COUNTED_PER_SEEK = 60;
const PROGRESS_EVERY_MS = 100;

export interface ExportOptions {
  /** The store itself; one that was opened for reading will do. */
  store: { readonly history: History };
  filter: RunFilter;
  /** The file to write; one that is there is replaced when the export is complete. */
  path: string;
  /** At most ten times a second, and once at the end. Must not throw. */
  onProgress?: (progress: ExportProgress) => void;
  clock?: Pick<Clock, 'now'>;
  batchRows?: number;
  /** For the column `unit`; empty without it. */
  unitOf?: UnitOf;
}

export interface ExportJob {
  readonly jobId: string;
  /** Stops before the next batch; nothing is left behind. Too late when the file is complete. */
  cancel(): void;
  /** The outcome. Never rejects: a failure is in its `problem`. */
  readonly done: Promise<ExportProgress>;
}

/**
 * Writes the runs that a filter takes in to a CSV file, in the background: by connection, table and check, oldest
 * first in each. It holds the runs that were there at the start; runs that finish meanwhile are not in it.
 */
export function startExport(options: ExportOptions): ExportJob {
  const jobId = randomUUID();
  const cancelled = new AbortController();
  return { jobId, cancel: () => cancelled.abort(), done: run(options, jobId, cancelled.signal) };
}

async function run(options: ExportOptions, jobId: string, cancelled: AbortSignal): Promise<ExportProgress> {
  const { filter, store, batchRows = BATCH_ROWS, unitOf = () => null } = options;
  const path = resolve(options.path);
  const progress: ExportProgress = { jobId, state: 'running', rows: 0, total: 0, path, problem: null };
  const tell = throttled(options);
  let file: FileInTheMaking | undefined;
  try {
    // The caller gets the job before anything happens to it.
    await others();
    file = await FileInTheMaking.at(path);
    const upToId = store.history.lastId();
    for await (const counted of inTurns(countSlices(store.history, filter, upToId), cancelled)) {
      progress.total += counted;
    }
    tell(progress);
    await file.write(csvHeader());
    for await (const batch of inTurns(batches(store.history, filter, upToId, batchRows), cancelled)) {
      await file.write(csvLines(batch, unitOf));
      progress.rows += batch.length;
      tell(progress);
    }
    cancelled.throwIfAborted();
    await file.finish();
    // Runs that retention removed after they were counted are in neither number.
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

/** Yields numbers whose sum is how many runs the export will have. */
function* countSlices(history: History, filter: RunFilter, upToId: number): Generator<number> {
  let counted = 0;
  let effort = 0;
  for (const check of history.scope(filter)) {
    let place: Place | null = null;
    do {
      const slice = history.count(check.id, filter, upToId, place, COUNTED_AT_ONCE);
      place = slice.next;
      counted += slice.found;
      effort += slice.looked + COUNTED_PER_SEEK;
      if (effort >= COUNTED_AT_ONCE) {
        yield counted;
        counted = 0;
        effort = 0;
      }
    } while (place !== null);
  }
  yield counted;
}

/** Yields runs in batches that each took about as long to find, however few of those looked at were wanted. */
function* batches(
  history: History,
  filter: RunFilter,
  upToId: number,
  batchRows: number,
): Generator<ExportedRun[]> {
  let batch: ExportedRun[] = [];
  let room = batchRows;
  for (const check of history.scope(filter)) {
    let place: Place | null = null;
    do {
      const page = history.page(check.id, filter, upToId, place, room);
      place = page.next;
      for (const run of page.found) batch.push({ check, run });
      room -= page.looked + ROWS_PER_SEEK;
      if (room <= 0) {
        yield batch;
        batch = [];
        room = batchRows;
      }
    } while (place !== null);
  }
  yield batch;
}

function throttled({ onProgress, clock = Date }: ExportOptions): (progress: ExportProgress) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (progress) => {
    const now = clock.now();
    // A clock that was set back must not silence the bar.
    if (Math.abs(now - last) < PROGRESS_EVERY_MS) return;
    last = now;
    onProgress?.({ ...progress });
  };
}

function explain(error: unknown): Problem {
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
