import { useRef, useState } from 'react';
import type {
  ConnectionInput,
  ConnectionTest,
  ConnectionTestStep,
} from '../../../../shared/domain/connection.ts';
import type { Problem } from '../../../../shared/domain/primitives.ts';
import { useSlow } from '../../hooks/useSlow.ts';
import { toProblem } from '../../ipc/problem.ts';
import { testConnection } from '../../stores/connections.ts';

interface Found {
  busy: boolean;
  /** Why there is no answer at all. */
  problem: Problem | null;
  /** The whole answer, once there is one. */
  result: ConnectionTest | null;
  /** What has been answered so far. */
  steps: readonly ConnectionTestStep[];
}

export interface Testing extends Found {
  /** Busy for long enough to show it. */
  slow: boolean;
  run: (draft: ConnectionInput) => Promise<void>;
  /** What was found out, or is being found out, is of another server. */
  forget: () => void;
}

const NOTHING: Found = { busy: false, problem: null, result: null, steps: [] };

/** The live test of a connection that is being written. Of several runs only the newest counts. */
export function useConnectionTest(id: number | null): Testing {
  const [found, setFound] = useState(NOTHING);
  const newest = useRef(0);
  const forget = () => {
    newest.current += 1;
    setFound(NOTHING);
  };
  const run = async (draft: ConnectionInput) => {
    newest.current += 1;
    const mine = newest.current;
    const put = (change: (before: Found) => Found) => {
      if (newest.current === mine) setFound(change);
    };
    setFound({ ...NOTHING, busy: true });
    try {
      const result = await testConnection(id, draft, (step) =>
        put((before) => ({ ...before, steps: withStep(before.steps, step) })),
      );
      put(() => ({ ...NOTHING, result, steps: result.steps }));
    } catch (error) {
      put(() => ({ ...NOTHING, problem: toProblem(error) }));
    }
  };
  return { ...found, slow: useSlow(found.busy), run, forget };
}

function withStep(
  steps: readonly ConnectionTestStep[],
  step: ConnectionTestStep,
): readonly ConnectionTestStep[] {
  return [...steps.filter(({ name }) => name !== step.name), step];
}
