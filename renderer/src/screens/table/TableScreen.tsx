import { useEffect } from 'react';
import { Loaded } from '../../components/Loaded.tsx';
import { Screen } from '../../components/Screen.tsx';
import { HealthMark } from '../../components/Status.tsx';
import { Tags } from '../../components/Tags.tsx';
import { TextButton } from '../../components/TextButton.tsx';
import { Lasting } from '../../components/Time.tsx';
import { crossAt } from '../../stores/crosshair.ts';
import { loadDetail, useDetail } from '../../stores/detail.ts';
import { useIncidents } from '../../stores/incidents.ts';
import { go } from '../../stores/navigation.ts';
import { closePoint } from '../../stores/point.ts';
import { fitRange, forgetSeries } from '../../stores/series.ts';
import { SilencedNote } from './SilencedNote.tsx';
import classes from './Table.module.css';
import { TableActions } from './TableActions.tsx';
import { TableTabs } from './TableTabs.tsx';

/** Everything about one monitored table. */
export function TableScreen({ id }: { id: number }) {
  const { load } = useDetail();
  const detail = useDetail((state) => (state.id === id ? state.detail : null));
  useEffect(() => {
    void loadDetail(id);
    return () => {
      forgetSeries();
      crossAt(null);
      closePoint();
    };
  }, [id]);
  const table = detail?.table;
  // What broke before Pulse was started again broke then, not now.
  const bad = table?.health === 'broken' || table?.health === 'warning';
  const broke = useIncidents((state) =>
    bad ? state.list.find((incident) => incident.id === table.incidentId)?.startedAt : undefined,
  );
  const since = broke ?? table?.since ?? null;
  const watchedSince = table?.addedAt;
  useEffect(() => {
    if (watchedSince !== undefined) fitRange(watchedSince);
  }, [watchedSince]);
  return (
    <Screen
      trail={
        <>
          <TextButton onClick={() => go({ screen: 'overview' })}>Overview</TextButton>
          {table && <span aria-hidden="true">/</span>}
          <span>{table?.connectionName}</span>
        </>
      }
      title={table ? `${table.schema}.${table.name}` : 'Table'}
      lead={
        table && (
          <div className={classes.verdict}>
            <HealthMark health={table.health} />
            <span className={classes.sentence}>{table.sentence}</span>
            {since !== null && (
              <span className={classes.since}>
                <Lasting at={since} />
              </span>
            )}
            {(table.tags.length > 0 || table.owner !== null) && (
              <span className={classes.labels}>
                <Tags tags={table.tags} />
                {table.owner !== null && <span>Looked after by {table.owner}</span>}
              </span>
            )}
            <SilencedNote tableId={id} />
          </div>
        )
      }
      actions={detail && <TableActions detail={detail} />}
    >
      <Loaded load={load} label="Loading the table" retry={() => loadDetail(id)} have={detail !== null}>
        {detail && <TableTabs detail={detail} />}
      </Loaded>
    </Screen>
  );
}
