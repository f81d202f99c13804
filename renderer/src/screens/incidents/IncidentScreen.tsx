import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload, IconTable } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { IncidentLabel } from '../../../../shared/domain/incident.ts';
import type { IncidentDetail } from '../../../../shared/domain/incident-detail.ts';
import { Facts } from '../../components/Facts.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { Sql } from '../../components/Sql.tsx';
import { TextButton } from '../../components/TextButton.tsx';
import { Ago, At } from '../../components/Time.tsx';
import { duration } from '../../format/duration.ts';
import { findingsWord } from '../../format/words.ts';
import { copyText } from '../../hooks/copy-text.ts';
import { Hint } from '../../shortcuts/Hint.tsx';
import { useShortcuts } from '../../shortcuts/useShortcuts.ts';
import { loadDetail } from '../../stores/detail.ts';
import { openExport } from '../../stores/export.ts';
import { loadIncident, onTheirOwn, openIncident, useIncidents } from '../../stores/incidents.ts';
import { mailboxOf, neighbour, rowsIn } from '../../stores/mailbox.ts';
import { go } from '../../stores/navigation.ts';
import { doAndSay } from '../../stores/notice.ts';
import { Acknowledge } from './Acknowledge.tsx';
import { Around } from './Around.tsx';
import { IncidentChart } from './IncidentChart.tsx';
import { IncidentMark, IncidentTags } from './IncidentList.tsx';
import classes from './Incidents.module.css';
import { label } from './incident-actions.ts';
import { Label } from './Label.tsx';
import { Members } from './Members.tsx';
import { Note } from './Note.tsx';
import { Related } from './Related.tsx';
import { SilenceButton } from './SilenceButton.tsx';
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
  const canSilence = incident !== undefined && incident.state !== 'resolved' && !incident.silence;
  const step = (by: 1 | -1) => {
    const { order, list } = useIncidents.getState();
    const own = incident && rowsIn(onTheirOwn(list), mailboxOf(incident)).map((each) => each.id);
    const known = order.includes(id) ? order : (own ?? []);
    const next = neighbour(known, id, by);
    if (next !== null) openIncident(next, known);
  };
  const mark = (wanted: IncidentLabel) => incident && label(incident, wanted);
  const copy = (text: string) =>
    void doAndSay(
      () => copyText(text),
      () => 'The query is copied.',
    );
  useShortcuts({
    'incidents.next': () => step(1),
    'incidents.previous': () => step(-1),
    'incidents.silence': () => canSilence && silence.open(),
    'incidents.real': () => mark('real'),
    'incidents.expected': () => mark('expected'),
    'incidents.noise': () => mark('noise'),
    'incidents.copy': () => detail?.query != null && copy(detail.query),
    'incidents.table': () => tableId !== null && go({ screen: 'table', id: tableId }),
    'incidents.back': () => go({ screen: 'incidents' }),
  });
  // Which of its checks learn stands with the table.
  useEffect(() => {
    if (tableId !== null) void loadDetail(tableId);
  }, [tableId]);
  return (
    <Screen
      measured
      trail={
        <>
          <TextButton onClick={() => go({ screen: 'incidents' })}>Incidents</TextButton>
          {incident && <span aria-hidden="true">/</span>}
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
          {incident && <Acknowledge incident={incident} />}
          {incident && <SilenceButton incident={incident} onAsk={silence.open} />}
          {incident && (
            <Button
              leftSection={<IconDownload size={14} stroke={1.8} />}
              onClick={() => openExport({ incidentId: id })}
            >
              Export…
            </Button>
          )}
          {tableId !== null && (
            <Button
              leftSection={<IconTable size={14} stroke={1.8} />}
              rightSection={<Hint id="incidents.table" />}
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
      {incident && <SilenceDialog incident={incident} opened={silencing} onClose={silence.close} />}
    </Screen>
  );
}

function Detail({ detail }: { detail: IncidentDetail }) {
  const { incident, timeline, query, schema } = detail;
  const end = incident.resolvedAt;
  return (
    <div className={classes.room}>
      <div className={classes.detail}>
        <div className={classes.facts}>
          <Facts
            facts={[
              {
                term: 'First bad run',
                value: <At at={incident.startedAt} />,
                note: <Ago at={incident.startedAt} />,
              },
              { term: 'Fired', value: <At at={incident.firedAt} none="Not yet" /> },
              {
                term: 'Acknowledged',
                value: <At at={incident.acknowledgedAt} none={end === null ? 'Not yet' : 'Never'} />,
              },
              end === null
                ? { term: 'Resolved', value: <At at={null} none="Not yet" /> }
                : {
                    term: 'Resolved',
                    value: <At at={end} />,
                    note: `lasted ${duration((end - incident.startedAt) / 1_000)}`,
                  },
            ]}
          />
        </div>
        <div className={classes.main}>
          <SilenceState incident={incident} />
          {incident.members.length > 0 && (
            <section aria-label="Findings">
              <h2 className={classes.heading}>{findingsWord(incident)}</h2>
              <Members members={incident.members} />
            </section>
          )}
          <Related incident={incident} />
          <IncidentChart key={incident.id} incident={incident} />
          <Note key={incident.id} incident={incident} />
          <Around key={`around:${incident.id}`} id={incident.id} startedAt={incident.startedAt} />
          {query !== null && (
            <section aria-label="Query">
              <h2 className={classes.heading}>See it for yourself</h2>
              <Sql text={query} label="Query that shows the problem" />
            </section>
          )}
        </div>
        <div className={classes.side}>
          <Label incident={incident} />
          <Why key={incident.id} detail={detail} />
          <section aria-label="Timeline">
            <h2 className={classes.heading}>Timeline</h2>
            <Timeline events={timeline} schema={schema} />
          </section>
        </div>
      </div>
    </div>
  );
}
