import { create } from 'zustand';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { toProblem } from '../ipc/problem.ts';

interface NoticeState {
  /** What became of the last thing that was asked for where no screen answers. */
  text: string;
  problem: Problem | null;
  /** Counts up, so that the same text twice is two notices. */
  turn: number;
}

export const useNotice = create<NoticeState>()(() => ({ text: '', problem: null, turn: 0 }));

/** Says shortly that something was done. */
export const say = (text: string): void =>
  useNotice.setState(({ turn }) => ({ text, problem: null, turn: turn + 1 }));

/** Says what went wrong, until it is closed. */
export const tell = (problem: Problem): void =>
  useNotice.setState(({ turn }) => ({ text: '', problem, turn: turn + 1 }));

export const clearNotice = (): void => useNotice.setState({ text: '', problem: null });

/** Does it, and says only what went wrong. */
export async function doQuietly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    tell(toProblem(error));
  }
}

/** Does it, and says what became of it. */
export async function doAndSay<T>(work: () => Promise<T>, done: (result: T) => string): Promise<void> {
  try {
    say(done(await work()));
  } catch (error) {
    tell(toProblem(error));
  }
}
