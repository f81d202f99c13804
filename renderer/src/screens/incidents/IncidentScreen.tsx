import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBellOff, IconTable } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { IncidentDetail } from '../../../../shared/domain/incident.ts';
import { Facts } from '../../components/Facts.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { Sql } from '../../components/Sql.tsx';
import { TextButton } from '../../components/TextButton.tsx';
import { Ago, At } from '../../components/Time.tsx';
import { duration } from '../../format/duration.ts';
import { loadDetail } from '../../stores/detail.ts';
import { loadIncident, useIncidents } from '../../stores/incidents.ts';
import { go } from '../../stores/navigation.ts';
import { Acknowledge } from './Acknowledge.tsx';
import { IncidentMark, IncidentTags } from './IncidentList.tsx';
import classes from './Incidents.module.css';
import { Label } from './Label.tsx';
import { Members } from './Members.tsx';
import { Related } from './Related.tsx';
import { SilenceDialog } from './SilenceDialog.tsx';
import { SilenceState } from './SilenceState.tsx';
import { Timeline } from './Timeline.tsx';
import { Why } from './Why.tsx';

export function IncidentScreen({ id }: { id: number }) {
  const load = useIncidents((state) => state.detailLoad);
  const detail = useIncidents((state) => (state.detailId === id ? state.detail : null));
  useEffect(() => void loadIncident(id), [id]);
  const incident = detail?.incident;
  const tableId = incident?.tableId ?? null;
  const [silencing, silence] = useDisclosure(false);
  // Which of its checks learn stands with the table.
  useEffect(() => {
    if (tableId !== null) void loadDetail(tableId);
  }, [tableId]);
  return (
    <Screen
      trail={
        <>
          <TextButton onClick={() => go({ screen: 'incidents' })}>Incidents</TextButton>
          <span aria-hidden="true">/</span>
          <span>{incident?.connectionName}</span>
        </>
      }
      title={incident?.title ?? 'Incident'}
      lead={
        incident && (
          <div className={classes.verdict}>
            <IncidentMark incident={incident} />
            <span>{incident.sentence}</span>
            <IncidentTags incident={incident} />
          </div>
        )
      }
      actions={
        <>
          {incident && incident.state !== 'resolved' && !incident.silence && (
            <Button leftSection={<IconBellOff size={14} stroke={1.8} />} onClick={silence.open}>
              Silence…
            </Button>
          )}
          {tableId !== null && (
            <Button
              leftSection={<IconTable size={14} stroke={1.8} />}
              onClick={() => go({ screen: 'table', id: tableId })}
            >
              Open table
            </Button>
          )}
        </>
      }
    >
      <Loaded load={load} label="Loading the incident" retry={() => loadIncident(id)} have={detail !== null}>
        {detail && <Detail detail={detail} />}
      </Loaded>
      {incident && silencing && <SilenceDialog incident={incident} opened onClose={silence.close} />}
    </Screen>
  );
}

function Detail({ detail }: { detail: IncidentDetail }) {
  const { incident, timeline, query } = detail;
  const end = incident.resolvedAt;
  return (
    <div className={classes.detail}>
      <div className={classes.main}>
        <SilenceState incident={incident} />
        <section aria-label="Findings">
          <h2 className={classes.heading}>What is wrong</h2>
          <Members members={incident.members} />
        </section>
        <Related incident={incident} />
        {query !== null && (
          <section aria-label="Query">
            <h2 className={classes.heading}>See it for yourself</h2>
            <Sql text={query} label="Query that shows the problem" />
          </section>
        )}
        <Acknowledge key={incident.id} incident={incident} />
      </div>
      <div className={classes.side}>
        <Facts
          facts={[
            { term: 'Where', value: incident.tableName ?? incident.connectionName },
            { term: 'Connection', value: incident.connectionName },
            {
              term: 'First bad run',
              value: <At at={incident.startedAt} />,
              note: <Ago at={incident.startedAt} />,
            },
            { term: 'Fired', value: <At at={incident.firedAt} none="Not yet" /> },
            end === null
              ? { term: 'Resolved', value: <At at={null} none="Not yet" /> }
              : {
                  term: 'Resolved',
                  value: <At at={end} />,
                  note: `lasted ${duration((end - incident.startedAt) / 1_000)}`,
                },
            { term: 'Acknowledged', value: <At at={incident.acknowledgedAt} none="Not yet" /> },
          ]}
        />
        <Label incident={incident} />
        <Why key={incident.id} detail={detail} />
        <section aria-label="Timeline">
          <h2 className={classes.heading}>Timeline</h2>
          <Timeline events={timeline} />
        </section>
      </div>
    </div>
  );
}
