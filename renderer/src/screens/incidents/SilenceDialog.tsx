import { Modal, Radio, Stack, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { IncidentView } from '../../../../shared/domain/incident.ts';
import { DialogForm } from '../../components/DialogForm.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { loadIncident } from '../../stores/incidents.ts';
import { createSilence } from '../../stores/silences.ts';
import { PatternField } from './PatternField.tsx';
import { SilenceNote } from './SilenceNote.tsx';
import {
  firstChoice,
  type Length,
  laterToday,
  lengthWord,
  PATTERN,
  patternOf,
  scopesOf,
  untilOf,
} from './silence-choices.ts';

interface Props {
  /** Null: planned ahead, for whatever fits a pattern. */
  incident: IncidentView | null;
  opened: boolean;
  onClose: () => void;
}

const NOTHING = { connectionId: null, tableId: null, checkId: null, kind: null };

/** What is to be silent, and for how long. It is still watched and kept. */
export function SilenceDialog({ incident, opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={incident ? 'Silence' : 'Plan a silence'}
      size={460}
      // It would fade out with nothing left to name.
      transitionProps={{ duration: 0 }}
    >
      <Form incident={incident} onClose={onClose} />
    </Modal>
  );
}

function Form({ incident, onClose }: Omit<Props, 'opened'>) {
  const choices = useMemo(() => (incident ? scopesOf(incident) : []), [incident]);
  const [key, setKey] = useState(() => firstChoice(choices)?.key ?? PATTERN);
  const [pattern, setPattern] = useState(() => (incident ? patternOf(incident) : ''));
  const [length, setLength] = useState<Length>('hour');
  const [time, setTime] = useState(() => laterToday(Date.now()));
  const [note, setNote] = useState('');
  const byPattern = key === PATTERN;
  const until = untilOf(length, Date.now(), time);
  const complete = !Number.isNaN(until) && (!byPattern || pattern.trim() !== '');
  const saving = useAction(async () => {
    const choice = choices.find((each) => each.key === key);
    const scope = byPattern ? NOTHING : choice?.scope;
    if (!scope) return;
    const matcher = byPattern ? pattern.trim() : null;
    await createSilence({ ...scope, matcher, until, note: note.trim() });
    if (incident) await loadIncident(incident.id);
    onClose();
  });
  const lengths = (Object.keys(lengthWord) as Length[]).filter(
    // Nothing that is open would end it.
    (each) => incident !== null || each !== 'resolved',
  );
  return (
    <DialogForm
      submit="Silence"
      incomplete={!complete}
      saving={saving}
      onSubmit={() => void saving.run()}
      onCancel={onClose}
    >
      {incident && (
        <Radio.Group label="What" value={key} onChange={setKey}>
          <Stack gap={6} mt={6}>
            {choices.map((choice) => (
              <Radio
                key={choice.key}
                size="xs"
                value={choice.key}
                label={choice.label}
                data-autofocus={choice.key === key || undefined}
              />
            ))}
            <Radio size="xs" value={PATTERN} label="Whatever fits a pattern" />
          </Stack>
        </Radio.Group>
      )}
      {byPattern && <PatternField value={pattern} onChange={setPattern} />}
      <Radio.Group label="How long" value={length} onChange={(value) => setLength(value as Length)}>
        <Stack gap={6} mt={6}>
          {lengths.map((value) => (
            <Radio key={value} size="xs" value={value} label={lengthWord[value]} />
          ))}
        </Stack>
      </Radio.Group>
      {length === 'time' && (
        <TextInput
          type="datetime-local"
          label="Until"
          description="By the clock of this machine."
          w={220}
          value={time}
          onChange={(event) => setTime(event.currentTarget.value)}
        />
      )}
      <SilenceNote value={note} onChange={setNote} />
    </DialogForm>
  );
}
