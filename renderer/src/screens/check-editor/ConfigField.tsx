import { Autocomplete, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { memo } from 'react';
import { DurationInput } from '../../components/fields/DurationInput.tsx';
import type { KnownTables } from '../../components/sql/known-tables.ts';
import { SqlEditor } from '../../components/sql/SqlEditor.tsx';
import { type Field, inWords } from './schema-fields.ts';

interface Props {
  field: Field;
  value: unknown;
  error: string | undefined;
  /** Names to choose from. */
  offers: readonly string[];
  /** What is offered while SQL is written. */
  tables: KnownTables;
  onChange: (name: string, value: unknown) => void;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** A catalogue may hold thousands of tables; a letter narrows them. */
const MOST_OFFERED = 100;

const placeholders = {
  column: 'Choose or type a column',
  column_elsewhere: 'Choose or type a column',
  schema: 'Choose or type a schema',
  table: 'Choose or type a table',
};

/** One setting of a check, drawn as its JSON Schema asks for. Where it offers thousands of names, that takes a while. */
export const ConfigField = memo(function ConfigField(props: Props) {
  const { field, value, error, offers, tables } = props;
  const onChange = (next: unknown) => props.onChange(field.name, next);
  const common = { label: field.title, description: field.description, error };
  const setText = (text: string) => onChange(text === '' && field.optional ? null : text);
  switch (field.kind) {
    case 'switch':
      return (
        <Switch
          {...common}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={field.options.map((option) => ({ value: option, label: inWords(option) }))}
          value={asText(value) || null}
          onChange={onChange}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          {...(field.min === undefined ? {} : { min: field.min })}
          {...(field.max === undefined ? {} : { max: field.max })}
          value={asNumber(value) ?? ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
        />
      );
    case 'seconds':
      return <DurationInput {...common} value={asNumber(value)} onChange={onChange} />;
    case 'columns':
    case 'list':
      return (
        <TagsInput
          {...common}
          size="sm"
          data={offers}
          value={asList(value)}
          onChange={onChange}
          placeholder={asList(value).length === 0 ? 'Type and press Enter' : ''}
        />
      );
    case 'column':
    case 'schema':
    case 'table':
    case 'column_elsewhere':
      return (
        <Autocomplete
          {...common}
          size="sm"
          data={offers}
          limit={MOST_OFFERED}
          value={asText(value)}
          onChange={setText}
          placeholder={field.optional ? 'None' : placeholders[field.kind]}
        />
      );
    case 'condition':
      return (
        <SqlEditor {...common} tables={tables} placeholder="None" value={asText(value)} onChange={setText} />
      );
    case 'sql':
      return <SqlEditor {...common} tables={tables} minLines={5} value={asText(value)} onChange={onChange} />;
    case 'text':
      return (
        <TextInput
          {...common}
          value={asText(value)}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      );
  }
});
