import { NavLink, Tabs, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { ShortcutList } from '../../shortcuts/ShortcutList.tsx';
import { loadCheckTypes, useCheckTypes } from '../../stores/checks.ts';
import classes from './Help.module.css';
import { Page } from './Page.tsx';
import { pageOfType } from './pages.ts';

/** What one looks up: keys, checks, and what Pulse does to a database. */
export function HelpScreen() {
  return (
    <Screen
      title="Help"
      lead="The keys of this window, every kind of check, and what Pulse does to your database."
    >
      <Tabs defaultValue="safety" keepMounted={false} classNames={{ panel: classes.panel }}>
        <Tabs.List>
          <Tabs.Tab value="safety">What Pulse does to your database</Tabs.Tab>
          <Tabs.Tab value="checks">Checks</Tabs.Tab>
          <Tabs.Tab value="keys">Keyboard shortcuts</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="safety">
          <Page name="safety" />
        </Tabs.Panel>
        <Tabs.Panel value="checks">
          <Checks />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <div className={classes.keys}>
            <VisuallyHidden component="h2">Keyboard shortcuts</VisuallyHidden>
            <ShortcutList />
          </div>
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}

function Checks() {
  const { types, load } = useCheckTypes();
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => void loadCheckTypes(), []);
  const type = types.find((each) => each.type === chosen) ?? types[0];
  return (
    <Loaded load={load} label="Loading the kinds of check" retry={loadCheckTypes} have={types.length > 0}>
      <div className={classes.checks}>
        <nav aria-label="Kinds of check">
          {types.map((each) => (
            <NavLink
              key={each.type}
              component="button"
              type="button"
              label={each.title}
              active={each === type}
              aria-current={each === type ? 'page' : undefined}
              onClick={() => setChosen(each.type)}
            />
          ))}
        </nav>
        {type && <Page name={pageOfType(type.type)} />}
      </div>
    </Loaded>
  );
}
