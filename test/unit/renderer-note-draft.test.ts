import { beforeEach, expect, it } from 'vitest';
import { handOverNote, useNoteDraft, writeNote } from '../../renderer/src/stores/note-draft.ts';

const written = (id: number) => useNoteDraft.getState().byIncident[id];

beforeEach(() => useNoteDraft.setState({ byIncident: {} }));

it('hands over the words that are written on that incident, and then holds them no more', async () => {
  const handed: [number, string][] = [];
  const over = async (id: number, note: string) => void handed.push([id, note]);
  writeNote(1, ' Loader restarted.\n');
  writeNote(2, 'Vendor called.');
  await handOverNote(1, over);
  await handOverNote(3, over);
  expect(handed).toEqual([
    [1, 'Loader restarted.'],
    [3, ''],
  ]);
  expect(written(1)).toBe('');
  expect(written(2)).toBe('Vendor called.');
});

it('keeps a note that could not be handed over', async () => {
  writeNote(1, 'Loader restarted.');
  await expect(handOverNote(1, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(written(1)).toBe('Loader restarted.');
});

it('keeps what was written on while it was handed over', async () => {
  writeNote(1, 'Loader');
  await handOverNote(1, async () => writeNote(1, 'Loader restarted.'));
  expect(written(1)).toBe('Loader restarted.');
});
