import { useCallback, useEffect, useState } from 'react';
import type { BackTest, CheckInput } from '../../../../shared/domain/check.ts';
import type { Problem } from '../../../../shared/domain/primitives.ts';
import { toProblem } from '../../ipc/problem.ts';
import { backTestChecks, type DraftOwner } from '../../stores/checks.ts';

/** A pause to think. Another bound asks no server; another question does. */
const AFTER_MS = 600;

export interface PastTesting {
  asked: boolean;
  test: BackTest | null;
  /** What is shown is of what was written before. */
  busy: boolean;
  problem: Problem | null;
  ask: () => void;
}

/** A back-test of what is being written, from the moment it is asked for. */
export function usePastTest(owner: DraftOwner, check: CheckInput, ready: boolean): PastTesting {
  const [asked, setAsked] = useState(0);
  const [test, setTest] = useState<BackTest | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const written = JSON.stringify({ owner, check });
  useEffect(() => {
    if (asked === 0) return;
    if (!ready) {
      setTest(null);
      return;
    }
    let current = true;
    const what = JSON.parse(written) as { owner: DraftOwner; check: CheckInput };
    setBusy(true);
    const timer = setTimeout(async () => {
      try {
        const [found] = await backTestChecks({ ...what.owner, relation: null }, [what.check]);
        if (!current) return;
        setTest(found ?? null);
        setProblem(null);
      } catch (error) {
        if (!current) return;
        setTest(null);
        setProblem(toProblem(error));
      }
      setBusy(false);
    }, AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, written, ready]);
  const ask = useCallback(() => setAsked((times) => times + 1), []);
  return { asked: asked > 0, test, busy, problem, ask };
}
