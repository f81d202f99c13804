import { create } from 'zustand';

interface NoteDraftState {
  /** What is being written, by incident. */
  byIncident: Readonly<Record<number, string>>;
}

/** Notes that are not handed over yet. They stay while another incident is looked at. */
export const useNoteDraft = create<NoteDraftState>()(() => ({ byIncident: {} }));

export const writeNote = (id: number, text: string): void =>
  useNoteDraft.setState(({ byIncident }) => ({ byIncident: { ...byIncident, [id]: text } }));

/**
 * Hands over what is written on an incident, which may be nothing. It stays where that failed, and so does what was
 * written on meanwhile.
 */
export async function handOverNote(
  id: number,
  over: (id: number, note: string) => Promise<unknown>,
): Promise<void> {
  const text = useNoteDraft.getState().byIncident[id] ?? '';
  await over(id, text.trim());
  if (useNoteDraft.getState().byIncident[id] === text) writeNote(id, '');
}
