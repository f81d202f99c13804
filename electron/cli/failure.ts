import { CommanderError } from 'commander';
import { problemOf } from '../engine/problem.ts';
import { visible } from './print.ts';

/** Exit code for wrong usage and for problems that say nothing about the data. */
const USAGE = 3;

/** Says what went wrong and what to do, and returns the exit code. */
export function fail(error: unknown): number {
  // Help and version are no failure; commander has printed them already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  const problem = problemOf(error);
  if (!problem) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${inLines(words)}\n`);
    return USAGE;
  }
  process.stderr.write(`${visible(problem.title)}\n${visible(problem.hint)}\n`);
  if (problem.detail) process.stderr.write(`(${inLines(problem.detail)})\n`);
  return USAGE;
}

const inLines = (text: string): string => text.split('\n').map(visible).join('\n');
