import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { DialogForm } from '../../components/DialogForm.tsx';
import { TablesDialog } from '../../components/TablesDialog.tsx';
import { every } from '../../format/duration.ts';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { say } from '../../stores/notice.ts';
import { askForInterval, useOverlays } from '../../stores/overlays.ts';
import { setIntervalOf } from '../../stores/tables.ts';

const MINUTE = 60_000;
const INTERVALS = [1, 5, 15, 60, 360, 1_440].map((minutes) => minutes * MINUTE);

/** Asks how often the checks of some tables are to run. */
export function IntervalDialog() {
  const ids = useOverlays((state) => state.interval);
  return (
    <TablesDialog ids={ids} title="Change the interval" onClose={() => askForInterval([])}>
      <Form ids={ids} />
    </TablesDialog>
  );
}

function Form({ ids }: { ids: readonly number[] }) {
  const [interval, setInterval] = useState(String(5 * MINUTE));
  const what = plural(ids.length, 'table');
  const saving = useAction(async () => {
    const checks = await setIntervalOf([...ids], Number(interval));
    askForInterval([]);
    say(`${plural(checks, 'check')} of ${what} run ${every(Number(interval))}.`);
  });
  return (
    <DialogForm
      submit="Change"
      saving={saving}
      onSubmit={() => void saving.run()}
      onCancel={() => askForInterval([])}
    >
      <p>
        Every check of <strong>{what}</strong> is looked at this often from now on, as far as the load budget
        allows.
      </p>
      <Radio.Group label="Run" value={interval} onChange={setInterval}>
        <Stack gap={6} mt={6}>
          {INTERVALS.map((each) => (
            <Radio
              key={each}
              size="xs"
              value={String(each)}
              label={every(each)}
              data-autofocus={String(each) === interval || undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
    </DialogForm>
  );
}
