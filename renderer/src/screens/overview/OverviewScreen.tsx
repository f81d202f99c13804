import { Button } from '@mantine/core';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { memo, useEffect, useMemo } from 'react';
import { summary } from '../../../../shared/summary.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { useConnections } from '../../stores/connections.ts';
import { openExport } from '../../stores/export.ts';
import { go } from '../../stores/navigation.ts';
import { usePause } from '../../stores/pause.ts';
import { loadStrips } from '../../stores/strips.ts';
import { loadTables, useTables } from '../../stores/tables.ts';
import { NoConnections, NoTables } from './empty.tsx';
import classes from './Overview.module.css';
import { OverviewList } from './OverviewList.tsx';

/** The first line. Connections say several times a minute how busy they are, which must not draw all rows anew. */
function Answer() {
  const list = useTables((state) => state.list);
  const connections = useConnections((state) => state.list);
  const paused = usePause((state) => state.pause !== null);
  const answer = useMemo(() => summary(list, connections, paused), [list, connections, paused]);
  // A number and its unit stay on one line.
  return `${answer.replace(/(\d) (?=[a-z]+ behind)/g, '$1\u00a0')}.`;
}

const Actions = memo(function Actions() {
  return (
    <>
      <Button
        className={classes.action}
        title="Export history"
        leftSection={<IconDownload size={14} stroke={1.8} />}
        onClick={() => openExport({})}
      >
        Export history
      </Button>
      <Button
        className={classes.action}
        title="Add tables"
        variant="filled"
        leftSection={<IconPlus size={14} />}
        onClick={() => go({ screen: 'add-tables', connectionId: null })}
      >
        Add tables
      </Button>
    </>
  );
});

export function OverviewScreen() {
  const load = useTables((state) => state.load);
  const some = useTables((state) => state.list.length > 0);
  const connected = useConnections((state) => state.list.length > 0);
  const connectionsLoad = useConnections((state) => state.load);
  const known = load.phase === 'ready' && connectionsLoad.phase === 'ready';

  useEffect(() => {
    if (!known) return;
    // The strips are asked for after the answer is on the screen, not before it. `bench:app` reads the mark.
    requestAnimationFrame(() =>
      setTimeout(() => {
        performance.mark('overview-answered');
        void loadStrips();
      }),
    );
  }, [known]);

  return (
    <Screen title={known ? <Answer /> : 'Overview'} scroll={false} actions={connected && <Actions />}>
      <Loaded load={load} label="Loading the tables" retry={loadTables} have={some}>
        {!connected && connectionsLoad.phase === 'ready' ? (
          <NoConnections />
        ) : some ? (
          <OverviewList />
        ) : (
          <NoTables />
        )}
      </Loaded>
    </Screen>
  );
}
