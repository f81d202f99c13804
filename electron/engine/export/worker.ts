/**
 * One export in a thread of its own with a reading connection of its own: neither checks nor the
 * window wait for it. Started by `thread.ts`; ends when it has answered.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ExportProgress } from '../../../shared/domain/export.ts';
import { openStore } from '../store/store.ts';
import { explain, startExport } from './job.ts';
import type { Answer, Assignment } from './thread.ts';

const { place, jobId, request, path } = workerData as Assignment;
const answer = (message: Answer) => parentPort?.postMessage(message);

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
