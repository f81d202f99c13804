import { SegmentedControl, Tabs } from '@mantine/core';
import { useState } from 'react';
import type { TableDetail } from '../../../../shared/domain/table.ts';
import { plural } from '../../format/number.ts';
import { RANGES, type Range, showRange, useSeries } from '../../stores/series.ts';
import { Checks } from './Checks.tsx';
import { ColumnsTab } from './ColumnsTab.tsx';
import classes from './Table.module.css';
import { TableIncidents } from './TableIncidents.tsx';

const words: Record<Range, string> = { '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' };

export function TableTabs({ detail }: { detail: TableDetail }) {
  const [tab, setTab] = useState<string | null>('checks');
  const range = useSeries((state) => state.range);
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
        {tab === 'checks' && detail.checks.length > 0 && (
          <SegmentedControl
            size="xs"
            aria-label="Time range of the charts"
            value={range}
            onChange={(value) => showRange(value as Range)}
            data={Object.keys(RANGES).map((value) => ({ value, label: words[value as Range] }))}
          />
        )}
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
