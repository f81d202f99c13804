import { TagsInput, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { TableView } from '../../../../shared/domain/table.ts';
import { DialogForm } from '../../components/DialogForm.tsx';
import { TablesDialog } from '../../components/TablesDialog.tsx';
import { plural } from '../../format/number.ts';
import { useAction } from '../../hooks/useAction.ts';
import { say } from '../../stores/notice.ts';
import { askForLabels, useOverlays } from '../../stores/overlays.ts';
import { labelTables, useTables } from '../../stores/tables.ts';
import { changeOf, sharedLabels } from './labels.ts';

/** Asks by which tags some tables are to be found, and who looks after them. */
export function LabelDialog() {
  const ids = useOverlays((state) => state.labelling);
  return (
    <TablesDialog ids={ids} title="Tags and owner" onClose={() => askForLabels([])}>
      <Form ids={ids} />
    </TablesDialog>
  );
}

function Form({ ids }: { ids: readonly number[] }) {
  const [before] = useState(() => {
    const tables = useTables.getState().list;
    return sharedLabels(tables.filter(({ id }) => ids.includes(id)));
  });
  const known = useTables((state) => state.list);
  const suggestions = useMemo(() => allTags(known), [known]);
  const [tags, setTags] = useState<string[]>(before.tags);
  const [owner, setOwner] = useState(before.owner ?? '');
  const what = plural(ids.length, 'table');
  const saving = useAction(async () => {
    await labelTables([...ids], changeOf(before, tags, owner));
    askForLabels([]);
    say(`Tags and owner of ${what} changed.`);
  });
  return (
    <DialogForm
      submit="Save"
      saving={saving}
      onSubmit={() => void saving.run()}
      onCancel={() => askForLabels([])}
    >
      <TagsInput
        label="Tags"
        description={ids.length > 1 ? 'Those that all of them have. Others stay.' : 'Enter after each.'}
        size="sm"
        maxTags={20}
        openOnFocus={false}
        data={suggestions}
        value={tags}
        onChange={setTags}
        comboboxProps={{ withinPortal: true }}
        data-autofocus
      />
      <TextInput
        label="Owner"
        description={
          before.mixed ? 'They have several. What you enter here is for all of them.' : 'Who looks after it.'
        }
        placeholder="A name, a team or an address"
        maxLength={120}
        value={owner}
        onChange={(event) => setOwner(event.currentTarget.value)}
      />
    </DialogForm>
  );
}

const allTags = (tables: readonly TableView[]): string[] =>
  [...new Set(tables.flatMap(({ tags }) => tags))].sort();
