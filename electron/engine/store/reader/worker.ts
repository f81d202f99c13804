/** The reader's thread: answers questions about the store, in turn, over a connection of its own. See `reader.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { problemOf } from '../../problem.ts';
import { openStore, type Store } from '../store.ts';
import { jobs } from './jobs.ts';
import type { Answer, Question, ReaderPlace } from './messages.ts';

let opened: Store | null = null;

function store(): Store {
  opened ??= openStore({ ...(workerData as ReaderPlace), readonly: true });
  return opened;
}

function answer({ id, job, input }: Question): Answer {
  try {
    return { id, ok: true, output: jobs[job](store(), input as never) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { id, ok: false, problem: problemOf(error), message };
  }
}

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
