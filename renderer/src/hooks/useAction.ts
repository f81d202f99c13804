import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../shared/domain/primitives.ts';
import { toProblem } from '../ipc/problem.ts';
import { useSlow } from './useSlow.ts';

export interface Action<A extends unknown[], R> {
  /** Resolves to undefined when it failed; then `problem` says why. */
  run: (...args: A) => Promise<R | undefined>;
  busy: boolean;
  /** Busy for long enough to show it. */
  slow: boolean;
  problem: Problem | null;
  clear: () => void;
}

/** Runs something that can fail, and keeps what a screen needs to say about it. */
export function useAction<A extends unknown[], R>(work: (...args: A) => Promise<R>): Action<A, R> {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const latest = useRef(work);
  useEffect(() => {
    latest.current = work;
  });
  const run = useCallback(async (...args: A): Promise<R | undefined> => {
    setBusy(true);
    setProblem(null);
    try {
      return await latest.current(...args);
    } catch (error) {
      setProblem(toProblem(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setProblem(null), []);
  return { run, busy, slow: useSlow(busy), problem, clear };
}
