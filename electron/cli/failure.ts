import { CommanderError } from 'commander';
import { problemOf } from '../engine/problem.ts';

/** Exit code for wrong usage and for problems that say nothing about the data. */
const USAGE = 3;

/** Says what went wrong and what to do, and returns the exit code. */
export function fail(error: unknown): number {
  // Help and version are no failure; commander has printed them already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  const problem = problemOf(error);
  if (!problem) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return USAGE;
  }
  process.stderr.write(`${problem.title}\n${problem.hint}\n`);
  if (problem.detail) process.stderr.write(`(${problem.detail})\n`);
  return USAGE;
}
