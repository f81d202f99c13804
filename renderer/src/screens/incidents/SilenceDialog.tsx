import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { loadIncident } from '../../stores/incidents.ts';
import { createSilence } from '../../stores/silences.ts';
import { firstChoice, type Length, lengthWord, scopesOf, untilOf } from './silence-choices.ts';

interface Props {
  incident: IncidentView;
  opened: boolean;
  onClose: () => void;
}

/** What is to be silent, and for how long. It is still watched and kept. */
export function SilenceDialog({ incident, opened, onClose }: Props) {
  const choices = useMemo(() => scopesOf(incident), [incident]);
  const [key, setKey] = useState(() => firstChoice(choices)?.key ?? '');
  const [length, setLength] = useState<Length>('hour');
  const [note, setNote] = useState('');
  const saving = useAction(async () => {
    const choice = choices.find((each) => each.key === key) ?? choices[0];
    if (!choice) return;
    const until = untilOf(length, Date.now());
    await createSilence({ ...choice.scope, kind: null, matcher: null, until, note: note.trim() });
    await loadIncident(incident.id);
    onClose();
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Silence" size={440}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void saving.run();
        }}
      >
        <Stack gap={16}>
          <Radio.Group label="What" value={key} onChange={setKey}>
            <Stack gap={6} mt={6}>
              {choices.map((choice) => (
                <Radio key={choice.key} size="xs" value={choice.key} label={choice.label} />
              ))}
            </Stack>
          </Radio.Group>
          <Radio.Group label="How long" value={length} onChange={(value) => setLength(value as Length)}>
            <Stack gap={6} mt={6}>
              {Object.entries(lengthWord).map(([value, label]) => (
                <Radio key={value} size="xs" value={value} label={label} />
              ))}
            </Stack>
          </Radio.Group>
          <TextInput
            label="Note"
            placeholder="Why, for whoever looks next"
            maxLength={2_000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          {saving.problem && <ProblemNote problem={saving.problem} />}
          <Group justify="flex-end" gap={8}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={saving.slow}>
              Silence
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
