import { UnstyledButton } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';
import { SearchBox } from '../../components/SearchBox.tsx';
import { SETTINGS_SECTIONS, type SettingsSection } from '../../stores/settings-sections.ts';
import classes from './Settings.module.css';

interface Props {
  /** What holds the sections. */
  sections: RefObject<HTMLDivElement | null>;
  /** The one that was asked for from elsewhere. */
  wanted: SettingsSection | undefined;
}

const all = (root: HTMLElement | null): HTMLElement[] => [
  ...(root?.querySelectorAll<HTMLElement>(':scope > section') ?? []),
];

/** Brings a section to the top, and the keyboard with it. */
function show(root: HTMLElement | null, title: string): void {
  const heading = all(root)
    .find((section) => section.getAttribute('aria-label') === title)
    ?.querySelector('h2');
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}

/** Finds a setting by any word that stands in its section, and leads to each section. */
export function Contents({ sections, wanted }: Props) {
  const [search, setSearch] = useState('');
  const [found, setFound] = useState<readonly string[]>(SETTINGS_SECTIONS.map(({ title }) => title));
  useEffect(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (section: HTMLElement): boolean => {
      const title = section.getAttribute('aria-label') ?? '';
      const more = SETTINGS_SECTIONS.find((each) => each.title === title)?.words ?? '';
      const text = `${section.textContent} ${more}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    // What is written in a section stays there while it is out of sight.
    for (const section of all(sections.current)) section.hidden = !fits(section);
    const left = all(sections.current).filter((section) => !section.hidden);
    setFound(left.map((section) => section.getAttribute('aria-label') ?? ''));
  }, [search, sections]);
  useEffect(() => {
    if (wanted) show(sections.current, wanted);
  }, [wanted, sections]);
  return (
    <aside className={classes.contents} aria-label="Sections">
      <SearchBox label="Search the settings" value={search} onChange={setSearch} width={220} />
      <p className={classes.none} role="status">
        {found.length === 0 && 'No section holds these words.'}
      </p>
      <ul>
        {found.map((title) => (
          <li key={title}>
            <UnstyledButton className={classes.jump ?? ''} onClick={() => show(sections.current, title)}>
              {title}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </aside>
  );
}
