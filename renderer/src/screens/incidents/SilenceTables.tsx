import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { DialogForm } from '../../components/DialogForm.tsx';
import { TablesDialog } from '../../components/TablesDialog.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { say } from '../../stores/notice.ts';
import { askToSilence, useOverlays } from '../../stores/overlays.ts';
import { silenceTables } from '../../stores/silences.ts';
import { useTables } from '../../stores/tables.ts';
import { SilenceNote } from './SilenceNote.tsx';
import { type Length, lengthWord, untilOf } from './silence-choices.ts';

const LENGTHS: readonly Length[] = ['hour', 'morning'];

/** Asks how long some tables are to be silent. They are still watched, and everything is kept. */
export function SilenceTables() {
  const ids = useOverlays((state) => state.silencing);
  return (
    <TablesDialog ids={ids} title="Silence" onClose={() => askToSilence([])}>
      <Form ids={ids} />
    </TablesDialog>
  );
}

function Form({ ids }: { ids: readonly number[] }) {
  const [length, setLength] = useState<Length>('hour');
  const [note, setNote] = useState('');
  const what = useTables(({ list }) => {
    const [only] = ids.length === 1 ? list.filter(({ id }) => id === ids[0]) : [];
    return only ? `${only.schema}.${only.name}` : plural(ids.length, 'table');
  });
  const saving = useAction(async () => {
    const until = untilOf(length, Date.now());
    if (until === null) return;
    await silenceTables([...ids], until, note.trim());
    askToSilence([]);
    say(`${what}: silent.`);
  });
  return (
    <DialogForm
      submit="Silence"
      saving={saving}
      onSubmit={() => void saving.run()}
      onCancel={() => askToSilence([])}
    >
      <p>
        Nothing is said of <strong>{what}</strong> meanwhile. Checks go on, and incidents are kept.
      </p>
      <Radio.Group label="How long" value={length} onChange={(value) => setLength(value as Length)}>
        <Stack gap={6} mt={6}>
          {LENGTHS.map((each) => (
            <Radio
              key={each}
              size="xs"
              value={each}
              label={lengthWord[each]}
              data-autofocus={each === length || undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      <SilenceNote value={note} onChange={setNote} />
    </DialogForm>
  );
}
