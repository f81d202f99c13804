/** Reads one configuration file in a thread of its own. Started by `reader.ts`; ends when it has answered. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseConfiguration } from './parse-yaml.ts';
import type { Assignment } from './reader.ts';

const { text, known } = workerData as Assignment;
parentPort?.postMessage(parseConfiguration(text, known));
