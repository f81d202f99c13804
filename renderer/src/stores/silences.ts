import { create } from 'zustand';
import type { SilenceInput, SilenceView } from '../../../shared/domain/silence.ts';
import { call } from '../ipc/client.ts';
import { onEventBatch } from '../ipc/event-queue.ts';
import { toProblem } from '../ipc/problem.ts';
import { payloads } from './batch.ts';
import { IDLE, LOADING, type Load, READY } from './load.ts';

interface SilencesState {
  load: Load;
  list: readonly SilenceView[];
}

export const useSilences = create<SilencesState>()(() => ({ load: IDLE, list: [] }));

export async function loadSilences(): Promise<void> {
  if (useSilences.getState().load.phase !== 'ready') useSilences.setState({ load: LOADING });
  try {
    useSilences.setState({ list: await call('silences.list'), load: READY });
  } catch (error) {
    useSilences.setState({ load: { phase: 'failed', problem: toProblem(error) } });
  }
}

export async function createSilence(input: SilenceInput): Promise<SilenceView> {
  const silence = await call('silences.create', input);
  await loadSilences();
  return silence;
}

/** One silence for each of the tables. */
export async function silenceTables(ids: number[], until: number, note: string): Promise<void> {
  await call('tables.silence', { ids, until, note });
  await loadSilences();
}

export async function removeSilence(id: number): Promise<void> {
  await call('silences.remove', { id });
  await loadSilences();
}

/** Silences begin and end together with what they cover. */
onEventBatch((batch) => {
  if (useSilences.getState().load.phase !== 'ready') return;
  if (payloads(batch, 'incident.changed').length > 0) void loadSilences();
});
