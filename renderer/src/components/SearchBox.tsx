import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRef } from 'react';
import { useShortcuts } from '../shortcuts/useShortcuts.ts';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  width?: number;
}

/** Filters as one types. Ctrl/⌘ F or / goes to it, Escape empties it. */
export function SearchBox({ label, value, onChange, width = 260 }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ 'search.focus': () => input.current?.focus() });
  return (
    <TextInput
      ref={input}
      type="search"
      w={width}
      maw="100%"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return;
        event.stopPropagation();
        onChange('');
      }}
      leftSection={<IconSearch size={14} stroke={1.8} />}
      rightSection={
        value !== '' && <CloseButton size="xs" aria-label="Clear search" onClick={() => onChange('')} />
      }
    />
  );
}
