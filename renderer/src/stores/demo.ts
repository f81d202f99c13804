import { create } from 'zustand';
import type { DemoFault } from '../../../shared/domain/demo.ts';
import { call } from '../ipc/client.ts';
import { toProblem } from '../ipc/problem.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';

interface DemoState {
  load: Load;
  faults: readonly DemoFault[];
}

export const useDemo = create<DemoState>()(() => ({ load: IDLE, faults: [] }));

export async function loadFaults(): Promise<void> {
  useDemo.setState({ load: LOADING });
  try {
    useDemo.setState({ faults: await call('demo.faults'), load: READY });
  } catch (error) {
    useDemo.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export async function setFault(name: string, active: boolean): Promise<void> {
  useDemo.setState({ faults: await call(active ? 'demo.inject' : 'demo.heal', { name }) });
}
