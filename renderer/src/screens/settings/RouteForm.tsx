import { Group, Modal, MultiSelect, NumberInput, Select } from '@mantine/core';
import { useState } from 'react';
import { CheckSeverity } from '../../../../shared/domain/check.ts';
import { Severity } from '../../../../shared/domain/incident.ts';
import { type MessageRoute, MessageRoute as Route } from '../../../../shared/domain/settings.ts';
import { DialogForm } from '../../components/DialogForm.tsx';
import { upperFirst } from '../../format/text.ts';
import { useFocusReturn } from '../../hooks/useFocusReturn.ts';
import { useConnections } from '../../stores/connections.ts';
import { useTables } from '../../stores/tables.ts';
import { useWebhooks } from '../../stores/webhooks.ts';
import { leastWord, sameOwner } from './route-words.ts';

interface Props {
  /** Null: a new one. */
  route: MessageRoute | null;
  /** What has a rule already is not offered twice. */
  taken: readonly MessageRoute[];
  onSave: (route: MessageRoute) => void;
  onClose: () => void;
}

const DESKTOP = [
  { value: '', label: 'As for all' },
  { value: 'yes', label: 'Show them' },
  { value: 'no', label: 'Not on the desktop' },
];
const WEBHOOKS = [
  { value: '', label: 'As for all' },
  { value: 'some', label: 'These alone' },
];
const REPEATS = [
  { value: '', label: 'As for all' },
  { value: '0', label: 'Never' },
  { value: '1', label: 'Every hour' },
  { value: '4', label: 'Every 4 hours' },
  { value: '24', label: 'Every day' },
];

const ownerKey = ({ connectionId, tableId }: Pick<MessageRoute, 'connectionId' | 'tableId'>): string =>
  `${connectionId}:${tableId ?? ''}`;

function ownerOf(key: string): Pick<MessageRoute, 'connectionId' | 'tableId'> {
  const [connectionId, tableId] = key.split(':');
  return { connectionId: Number(connectionId), tableId: tableId ? Number(tableId) : null };
}

/** A rule to add or change. */
export function RouteForm({ route, taken, onSave, onClose }: Props) {
  useFocusReturn(true);
  const webhooks = useWebhooks((state) => state.list);
  const owners = useOwners(route, taken);
  const [owner, setOwner] = useState<string | null>(route && ownerKey(route));
  const [desktop, setDesktop] = useState(route?.desktop == null ? '' : route.desktop ? 'yes' : 'no');
  const [choose, setChoose] = useState(route?.webhooks == null ? '' : 'some');
  const [chosen, setChosen] = useState((route?.webhooks ?? []).map(String));
  const [least, setLeast] = useState<string>(route?.least ?? '');
  const [repeat, setRepeat] = useState(route?.repeatHours == null ? '' : String(route.repeatHours));
  const [severity, setSeverity] = useState<string>(route?.severity ?? '');
  const [runs, setRuns] = useState(route?.pendingRuns ?? null);
  const [pending, setPending] = useState(route?.pendingMinutes ?? null);
  const [keep, setKeep] = useState(route?.keepFiringMinutes ?? null);
  const repeats = REPEATS.some(({ value }) => value === repeat)
    ? REPEATS
    : [...REPEATS, { value: repeat, label: `Every ${repeat} hours` }];
  const chosenParts = [desktop, choose, least, repeat, severity, runs ?? '', pending ?? '', keep ?? ''];
  const nothing = chosenParts.every((part) => part === '');
  const save = () => {
    if (owner === null) return;
    onSave(
      Route.parse({
        ...ownerOf(owner),
        desktop: desktop === '' ? null : desktop === 'yes',
        webhooks: choose === '' ? null : chosen.map(Number),
        least: least === '' ? null : least,
        repeatHours: repeat === '' ? null : Number(repeat),
        severity: severity === '' ? null : severity,
        pendingRuns: runs,
        pendingMinutes: pending,
        keepFiringMinutes: keep,
      }),
    );
  };
  return (
    <Modal opened onClose={onClose} title={route ? 'Edit the rule' : 'Add a rule'} size={480}>
      <DialogForm
        submit={route ? 'Save' : 'Add'}
        incomplete={owner === null || (nothing && route === null)}
        onSubmit={save}
        onCancel={onClose}
      >
        <Select
          label="Messages of"
          placeholder="A connection or a table"
          searchable
          disabled={route !== null}
          data-autofocus
          data={owners}
          value={owner}
          onChange={setOwner}
          nothingFoundMessage="Nothing of that name"
        />
        <Select
          label="On the desktop"
          data={DESKTOP}
          value={desktop}
          onChange={(value) => setDesktop(value ?? '')}
        />
        {webhooks.length > 0 && (
          <Select
            label="Posted to webhooks"
            data={WEBHOOKS}
            value={choose}
            onChange={(value) => setChoose(value ?? '')}
          />
        )}
        {choose === 'some' && (
          <MultiSelect
            label="Webhooks"
            description="None chosen: nothing is posted."
            data={webhooks.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={chosen}
            onChange={setChosen}
          />
        )}
        <Select
          label="How bad"
          description="What is less bad stands in the inbox only."
          data={[
            { value: '', label: 'As for all' },
            ...Severity.options.map((value) => ({ value, label: upperFirst(leastWord[value]) })),
          ]}
          value={least}
          onChange={(value) => setLeast(value ?? '')}
        />
        <Select
          label="Said again"
          description="While it lasts and nobody has acknowledged it."
          data={repeats}
          value={repeat}
          onChange={(value) => setRepeat(value ?? '')}
        />
        <Select
          label="A failure counts as"
          data={[
            { value: '', label: 'As each check says' },
            ...CheckSeverity.options.map((value) => ({ value, label: upperFirst(value) })),
          ]}
          value={severity}
          onChange={(value) => setSeverity(value ?? '')}
        />
        <Group grow gap={12} align="flex-start">
          <Amount
            label="Bad in a row"
            description="Before an incident."
            placeholder="As checks say"
            suffix={runs === 1 ? ' run' : ' runs'}
            min={1}
            max={20}
            value={runs}
            onChange={setRuns}
          />
          <Minutes
            label="Bad for at least"
            description="Before an incident."
            value={pending}
            onChange={setPending}
          />
          <Minutes
            label="Good for at least"
            description="Before it is over."
            value={keep}
            onChange={setKeep}
          />
        </Group>
      </DialogForm>
    </Modal>
  );
}

interface AmountProps {
  label: string;
  description: string;
  placeholder: string;
  suffix: string;
  min: number;
  max: number;
  value: number | null;
  onChange: (value: number | null) => void;
}

/** A whole number. Empty: as its placeholder says. */
function Amount({ onChange, value, ...rest }: AmountProps) {
  return (
    <NumberInput
      {...rest}
      allowDecimal={false}
      value={value ?? ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}

/** What a check says itself counts before it. */
function Minutes(props: Pick<AmountProps, 'label' | 'description' | 'value' | 'onChange'>) {
  return <Amount {...props} placeholder="As for all" suffix=" min" min={0} max={1_440} />;
}

/** Connections, each with its tables, that have no other rule yet. */
function useOwners(route: MessageRoute | null, taken: readonly MessageRoute[]) {
  const connections = useConnections((state) => state.list);
  const tables = useTables((state) => state.list);
  return connections.map(({ id: connectionId, name }) => ({
    group: name,
    items: [
      { value: ownerKey({ connectionId, tableId: null }), label: `All of ${name}` },
      ...tables
        .filter((table) => table.connectionId === connectionId)
        .map((table) => ({
          value: ownerKey({ connectionId, tableId: table.id }),
          label: `${table.schema}.${table.name}`,
        })),
    ].filter(({ value }) => {
      const owner = ownerOf(value);
      return (route && sameOwner(route, owner)) || !taken.some((each) => sameOwner(each, owner));
    }),
  }));
}
