import { SegmentedControl } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { type IncidentState, IncidentState as States } from '../../../../shared/domain/incident.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { incidentWord } from '../../format/words.ts';
import { loadIncidents, onTheirOwn, showIncidents, useIncidents } from '../../stores/incidents.ts';
import { IncidentList } from './IncidentList.tsx';
import classes from './Incidents.module.css';
import { Silences } from './Silences.tsx';

const ORDER: readonly IncidentState[] = ['firing', 'pending', 'resolved'];

const empty: Record<IncidentState, { title: string; text: string }> = {
  firing: {
    title: 'Nothing is firing',
    text: 'No data is known to be broken right now. When a check is bad several times in a row, its incident appears here.',
  },
  pending: {
    title: 'Nothing is pending',
    text: 'An incident is pending after a first bad run. It fires when the next runs are bad as well, or goes away quietly.',
  },
  resolved: {
    title: 'Nothing was resolved yet',
    text: 'Incidents that are over are kept here, with how long they lasted and what Pulse saw.',
  },
};

export function IncidentsScreen() {
  const { list, load, shown } = useIncidents();
  const own = useMemo(() => onTheirOwn(list), [list]);
  const counts = useMemo(() => countStates(own), [own]);
  const rows = useMemo(
    () => own.filter((incident) => incident.state === shown).sort((a, b) => newest(b) - newest(a)),
    [own, shown],
  );
  return (
    <Screen title="Incidents" lead="What broke, where, since when, and how far from normal.">
      <Loaded load={load} label="Loading the incidents" retry={loadIncidents} have={list.length > 0}>
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            aria-label="State of the incidents"
            value={shown}
            onChange={(value) => showIncidents(States.parse(value))}
            data={ORDER.map((state) => ({
              value: state,
              label: counts[state] > 0 ? `${incidentWord[state]} ${counts[state]}` : incidentWord[state],
            }))}
          />
        </div>
        {rows.length === 0 ? (
          <EmptyState icon={<IconShieldCheck size={20} stroke={1.6} />} {...empty[shown]} />
        ) : (
          <IncidentList incidents={rows} />
        )}
        <Silences />
      </Loaded>
    </Screen>
  );
}

const newest = (incident: { resolvedAt: number | null; startedAt: number }): number =>
  incident.resolvedAt ?? incident.startedAt;

function countStates(list: readonly { state: IncidentState }[]): Record<IncidentState, number> {
  const counts = { pending: 0, firing: 0, resolved: 0 };
  for (const incident of list) counts[incident.state] += 1;
  return counts;
}
