import { Button } from '@mantine/core';
import { changeExport, useExport } from '../../stores/export.ts';
import { useIncidents } from '../../stores/incidents.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useTables } from '../../stores/tables.ts';
import classes from './Export.module.css';
import { type Here, presetsFor } from './presets.ts';

/** One click each for what is exported most. */
export function Presets() {
  const here = useHere();
  return (
    <fieldset className={classes.presets} aria-label="Presets">
      {presetsFor(here, Date.now()).map(({ label, filter }) => (
        <Button key={label} size="compact-xs" onClick={() => changeExport(filter)}>
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

function useHere(): Here {
  const place = useNavigation((state) => state.place);
  const chosen = useExport((state) => state.filter);
  const tables = useTables((state) => state.list);
  const incident = useIncidents((state) => state.detail?.incident);
  const incidentId = place.screen === 'incident' ? place.id : chosen.incidentId;
  const ofIncident = incident !== undefined && incident.id === incidentId ? incident.tableId : null;
  const tableId = place.screen === 'table' ? place.id : (chosen.tableId ?? ofIncident);
  return { table: tables.find(({ id }) => id === tableId) ?? null, incidentId };
}
