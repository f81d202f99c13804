import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Keys } from '../shortcuts/Keys.tsx';
import type { Command } from './command.ts';
import classes from './Palette.module.css';
import { search } from './search.ts';
import { useCommands } from './useCommands.ts';

/** A search field whose list of answers is walked by the arrow keys while the focus stays in the field. */
export function PaletteBox({ onClose }: { onClose: () => void }) {
  const commands = useCommands();
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const sections = useMemo(() => search(commands, wanted), [commands, wanted]);
  const flat = useMemo(() => sections.flatMap((section) => section.commands), [sections]);
  const [activeId, setActiveId] = useState<string | null>(null);
  const active = flat.find((command) => command.id === activeId) ?? flat[0];
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const optionId = (command: Command) => `${listId}-${command.id}`;

  useEffect(() => {
    if (active) document.getElementById(`${listId}-${active.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [active, listId]);

  const choose = (command: Command) => {
    onClose();
    command.run();
  };
  const move = (step: number) => {
    const at = active ? flat.indexOf(active) : 0;
    setActiveId(flat[(at + step + flat.length) % flat.length]?.id ?? null);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      // Who types fast is ahead of the list that is shown.
      const meant = typed === wanted ? active : search(commands, typed)[0]?.commands[0];
      if (meant) choose(meant);
    }
  };
  return (
    <div className={classes.box}>
      <div className={classes.field}>
        <IconSearch size={16} stroke={1.8} aria-hidden="true" />
        <input
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-label="Find anything"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={active && optionId(active)}
          autoComplete="off"
          spellCheck={false}
          placeholder="Find a table, a screen, an incident, or something to do"
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setActiveId(null);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={listId} className={classes.list} role="listbox" aria-label="What was found">
        {sections.map(({ group, commands: found }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div key={group} role="group" aria-label={group}>
            <p className={classes.group} aria-hidden="true">
              {group}
            </p>
            {found.map((command) => (
              // The field hears the keys for its options.
              // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox pattern keeps the focus in the field
              // biome-ignore lint/a11y/useFocusableInteractive: the combobox pattern keeps the focus in the field
              <div
                key={command.id}
                id={optionId(command)}
                role="option"
                className={classes.option}
                aria-selected={command === active}
                onClick={() => choose(command)}
                onPointerMove={() => command !== active && setActiveId(command.id)}
              >
                <span className={classes.title}>{command.title}</span>
                {command.detail && <span className={classes.detail}>{command.detail}</span>}
                {command.shortcut && <Keys id={command.shortcut} />}
              </div>
            ))}
          </div>
        ))}
      </div>
      {flat.length === 0 && (
        <p className={classes.none}>
          <strong>Nothing is called that.</strong> A part of the name of a table, a connection, an open
          incident, a screen or an action is enough.
        </p>
      )}
      <p className={classes.foot}>
        Type “run” or “silence” and a table's name to act on it. <kbd>↑</kbd> <kbd>↓</kbd> choose,{' '}
        <kbd>Enter</kbd> goes.
      </p>
    </div>
  );
}
