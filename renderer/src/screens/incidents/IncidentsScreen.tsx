import { Button, SegmentedControl } from '@mantine/core';
import { IconBellOff, IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { IncidentLabel, IncidentView } from '../../../../shared/domain/incident.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { CopyCsv } from '../../components/table/CopyCsv.tsx';
import { mailboxWord } from '../../format/words.ts';
import { Keys } from '../../shortcuts/Keys.tsx';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { openExport } from '../../stores/export.ts';
import {
  loadIncidents,
  moveCursor,
  onTheirOwn,
  openIncident,
  showIncidents,
  useIncidents,
} from '../../stores/incidents.ts';
import { countBoxes, MAILBOXES, type Mailbox, rowsIn } from '../../stores/mailbox.ts';
import { go } from '../../stores/navigation.ts';
import { incidentsCsv } from './csv.ts';
import { IncidentList } from './IncidentList.tsx';
import classes from './Incidents.module.css';
import { acknowledge, label } from './incident-actions.ts';
import { Loud } from './Loud.tsx';
import { SilenceDialog } from './SilenceDialog.tsx';
import { Silences } from './Silences.tsx';
import { useCursor } from './useCursor.ts';

const empty: Record<Mailbox, { title: string; text: string }> = {
  open: {
    title: 'Nothing is open',
    text: 'Nothing that Pulse watches waits for somebody to look after it. When a check is bad several times in a row, its incident appears here.',
  },
  acknowledged: {
    title: 'Nothing is acknowledged',
    text: 'Acknowledge an incident to say that somebody looks after it. It waits here until it is over, and is not repeated.',
  },
  silenced: {
    title: 'Nothing is kept silent',
    text: 'What a silence covers is still watched, and stands here until the silence ends.',
  },
  pending: {
    title: 'Nothing is pending',
    text: 'An incident is pending after a first bad run. It fires when the next runs are bad as well, or goes away quietly.',
  },
  resolved: {
    title: 'Nothing has been resolved yet',
    text: 'Incidents that are over are kept here, with how long they lasted and what Pulse saw.',
  },
};

export function IncidentsScreen() {
  const { list, load, shown, cursor } = useIncidents();
  const own = useMemo(() => onTheirOwn(list), [list]);
  const counts = useMemo(() => countBoxes(own), [own]);
  const rows = useMemo(() => rowsIn(own, shown), [own, shown]);
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const [silencing, setSilencing] = useState<IncidentView | 'plan' | null>(null);
  const { list: drawn, move } = useCursor(ids);
  const current = rows.find(({ id }) => id === cursor);
  const turn = (step: 1 | -1) =>
    showIncidents(
      MAILBOXES[(MAILBOXES.indexOf(shown) + step + MAILBOXES.length) % MAILBOXES.length] ?? 'open',
    );
  const mark = (wanted: IncidentLabel) => current && label(current, wanted);
  useShortcuts({
    'incidents.next': () => move(1),
    'incidents.previous': () => move(-1),
    'incidents.nextBox': () => turn(1),
    'incidents.previousBox': () => turn(-1),
    'incidents.acknowledge': () => current && void acknowledge(current),
    'incidents.silence': () => current && setSilencing(current),
    'incidents.real': () => mark('real'),
    'incidents.expected': () => mark('expected'),
    'incidents.noise': () => mark('noise'),
    'incidents.why': () => current && openIncident(current.id, ids),
    'incidents.table': () => current?.tableId != null && go({ screen: 'table', id: current.tableId }),
  });
  return (
    <Screen
      title="Incidents"
      lead="What broke, where, since when, and how far from normal."
      actions={
        <>
          <Button leftSection={<IconBellOff size={14} stroke={1.8} />} onClick={() => setSilencing('plan')}>
            Plan a silence…
          </Button>
          {list.length > 0 && (
            <Button
              leftSection={<IconDownload size={14} stroke={1.8} />}
              onClick={() => openExport({}, 'incidents')}
            >
              Export…
            </Button>
          )}
        </>
      }
    >
      <Loaded load={load} label="Loading the incidents" retry={loadIncidents} have={list.length > 0}>
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            aria-label="Mailbox"
            value={shown}
            onChange={(value) => showIncidents(value as Mailbox)}
            data={MAILBOXES.map((box) => ({
              value: box,
              label: counts[box] > 0 ? `${mailboxWord[box]} ${counts[box]}` : mailboxWord[box],
            }))}
          />
          {rows.length > 0 && (
            <span className={classes.keys} aria-hidden="true">
              <Keys id="incidents.next" /> <Keys id="incidents.previous" /> move, <Keys id="list.open" />{' '}
              open,{' '}
              {shown !== 'resolved' && (
                <>
                  <Keys id="incidents.acknowledge" /> acknowledge, <Keys id="incidents.silence" /> silence,{' '}
                </>
              )}
              <Keys id="help.shortcuts" /> all keys
            </span>
          )}
          {rows.length > 0 && <CopyCsv what="the incidents" columns={incidentsCsv} rows={() => rows} />}
        </div>
        {rows.length === 0 ? (
          <EmptyState icon={<IconShieldCheck size={20} stroke={1.6} />} {...empty[shown]} />
        ) : (
          <IncidentList incidents={rows} ref={drawn} cursor={cursor} onCursor={moveCursor} />
        )}
        <Silences />
        <Loud />
      </Loaded>
      <SilenceDialog
        incident={silencing === 'plan' ? null : silencing}
        opened={silencing !== null}
        onClose={() => setSilencing(null)}
      />
    </Screen>
  );
}
