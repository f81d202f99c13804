import { create } from 'zustand';
import type { StartChoice, StartState } from '../../../shared/domain/start.ts';
import { boot } from '../boot.ts';
import { call } from '../ipc/client.ts';

interface Start {
  /** Null until the main process has said how it stands. */
  state: StartState | null;
}

export const useStart = create<Start>()(() => ({ state: null }));

/** What is drawn at once costs one drawing, and not one for each answer. Nobody waits longer than this for it. */
const FIRST_SCREEN_MS = 1_500;

/** Asks how the start stands, and waits for its end. */
export async function followStart(): Promise<void> {
  await take(await call('start.state'));
  if (useStart.getState().state?.phase === 'opening') await take(await call('start.settled'));
}

export async function chooseAtStart(choice: StartChoice): Promise<void> {
  await take(await call('start.choose', { choice }));
}

let booting: Promise<void> | null = null;

async function take(state: StartState): Promise<void> {
  if (state.phase === 'ready') {
    booting ??= boot();
    const late = new Promise<void>((resolve) => setTimeout(resolve, FIRST_SCREEN_MS));
    await Promise.race([booting, late]);
  }
  useStart.setState({ state });
}
