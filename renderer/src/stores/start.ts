import { create } from 'zustand';
import type { StartChoice, StartState } from '../../../shared/domain/start.ts';
import { boot } from '../boot.ts';
import { call } from '../ipc/client.ts';

interface Start {
  /** Null until the main process has said how it stands. */
  state: StartState | null;
}

export const useStart = create<Start>()(() => ({ state: null }));

/** Asks how the start stands, and waits for its end. */
export async function followStart(): Promise<void> {
  take(await call('start.state'));
  if (useStart.getState().state?.phase === 'opening') take(await call('start.settled'));
}

export async function chooseAtStart(choice: StartChoice): Promise<void> {
  take(await call('start.choose', { choice }));
}

function take(state: StartState): void {
  const before = useStart.getState().state?.phase;
  if (state.phase === 'ready' && before !== 'ready') boot();
  useStart.setState({ state });
}
