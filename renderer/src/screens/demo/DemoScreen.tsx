import { Switch } from '@mantine/core';
import { IconBolt } from '@tabler/icons-react';
import { useEffect } from 'react';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { Screen } from '../../components/Screen.tsx';
import { useAction } from '../../hooks/useAction.ts';
import { loadFaults, setFault, useDemo } from '../../stores/demo.ts';
import classes from './Demo.module.css';

export default function DemoScreen() {
  const { faults, load } = useDemo();
  const switching = useAction(setFault);
  useEffect(() => void loadFaults(), []);
  return (
    <Screen
      title="Break something"
      lead="Faults for the demo's own primary. Switch one on, and watch what Pulse says and how soon."
      narrow
    >
      {switching.problem && <ProblemNote problem={switching.problem} />}
      <Loaded load={load} label="Loading the faults" retry={loadFaults} have={faults.length > 0}>
        {faults.length === 0 ? (
          <EmptyState
            icon={<IconBolt size={20} stroke={1.6} />}
            title="No faults to switch on"
            text="The demo world is not running. Start Pulse with the demo command."
          />
        ) : (
          <ul className={classes.list} aria-label="Faults">
            {faults.map((fault) => (
              <li key={fault.name}>
                <Switch
                  label={fault.title}
                  description={fault.table ? `${fault.table}: ${fault.description}` : fault.description}
                  checked={fault.active}
                  disabled={switching.slow}
                  onChange={(event) => switching.run(fault.name, event.currentTarget.checked)}
                />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Screen>
  );
}
