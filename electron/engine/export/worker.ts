/**
 * One export in a thread of its own with a reading connection of its own: neither checks nor the
 * window wait for it. Started by `thread.ts`; ends when it has answered.
 */
import { stat } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { ExportProgress } from '../../../shared/domain/export.ts';
import { openStore } from '../store/store.ts';
import { explain, startExport } from './job.ts';
import type { Answer, Assignment } from './thread.ts';

/** Half as much of a busy processor as others get: with the usual 10 it would be a tenth, and the user is waiting. */
const NICE = 4;

const { place, jobId, request, path } = workerData as Assignment;
const answer = (message: Answer) => parentPort?.postMessage(message);

await letOthersGoFirst();
try {
  const store = openStore({ ...place, readonly: true });
  try {
    const onProgress = (progress: ExportProgress) => answer({ progress });
    const job = startExport({ store, request, path, jobId, onProgress });
    // The only thing that is ever said to it.
    parentPort?.on('message', () => job.cancel());
    await job.done;
  } finally {
    store.close();
  }
} catch (error) {
  answer({ problem: explain(error) });
}
// The thread would go on waiting for words.
parentPort?.close();

/** Where processors are short, checks and the window come before an export. */
async function letOthersGoFirst(): Promise<void> {
  // Elsewhere a priority is the whole process's.
  if (process.platform !== 'linux') return;
  // The threads that read and write files are everybody's, and have the priority of whoever first needs one.
  await stat(place.folder).catch(() => {});
  try {
    setPriority(NICE);
  } catch {
    // A sandbox may forbid it, and the export does not depend on it.
  }
}
