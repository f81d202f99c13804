import { Tabs } from '@mantine/core';
import { useState } from 'react';
import type { TableDetail } from '../../../../shared/domain/table.ts';
import { plural } from '../../format/number.ts';
import { Checks } from './Checks.tsx';
import { ColumnsTab } from './ColumnsTab.tsx';
import classes from './Table.module.css';
import { TableIncidents } from './TableIncidents.tsx';
import { TimeRange } from './TimeRange.tsx';

export function TableTabs({ detail }: { detail: TableDetail }) {
  const [tab, setTab] = useState<string | null>('checks');
  const open = detail.incidents.filter((incident) => incident.state !== 'resolved').length;
  const differences = detail.schemaDifferences.length;
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false}>
      <div className={classes.tabBar}>
        <Tabs.List className={classes.tabs ?? ''} aria-label="About this table">
          <Tabs.Tab value="checks">Checks</Tabs.Tab>
          <Tabs.Tab value="columns">
            Columns{' '}
            {differences > 0 && <span className={classes.badge}>{plural(differences, 'difference')}</span>}
          </Tabs.Tab>
          <Tabs.Tab value="incidents">
            Incidents {open > 0 && <span className={classes.badge}>{open} open</span>}
          </Tabs.Tab>
        </Tabs.List>
        {tab === 'checks' && detail.checks.length > 0 && <TimeRange />}
      </div>
      <Tabs.Panel value="checks">
        <Checks detail={detail} />
      </Tabs.Panel>
      <Tabs.Panel value="columns">
        <ColumnsTab detail={detail} />
      </Tabs.Panel>
      <Tabs.Panel value="incidents">
        <TableIncidents incidents={detail.incidents} />
      </Tabs.Panel>
    </Tabs>
  );
}
