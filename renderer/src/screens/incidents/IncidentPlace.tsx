import { Select } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useMemo } from 'react';
import { ScreenBoundary } from '../../components/ScreenBoundary.tsx';
import { mailboxWord } from '../../format/words.ts';
import { followIncident, onTheirOwn, showIncidents, useIncidents } from '../../stores/incidents.ts';
import { countBoxes, MAILBOXES, type Mailbox, rowsIn } from '../../stores/mailbox.ts';
import { IncidentList } from './IncidentList.tsx';
import { IncidentScreen } from './IncidentScreen.tsx';
import classes from './Split.module.css';

/** Narrower, the list would leave the incident too little room. */
const WIDE = '(min-width: 1100px)';

/** An incident, and in a wide window the mailbox that it lies in beside it. */
export function IncidentPlace({ id }: { id: number }) {
  const wide = useMediaQuery(WIDE, window.matchMedia(WIDE).matches);
  return (
    <div className={classes.split}>
      {wide && <MailboxPane id={id} />}
      <div className={classes.reading}>
        {/* Each incident begins at its top, with its title under the keys. */}
        <ScreenBoundary key={id}>
          <IncidentScreen id={id} />
        </ScreenBoundary>
      </div>
    </div>
  );
}

function MailboxPane({ id }: { id: number }) {
  const list = useIncidents((state) => state.list);
  const shown = useIncidents((state) => state.shown);
  const own = useMemo(() => onTheirOwn(list), [list]);
  const rows = useMemo(() => rowsIn(own, shown), [own, shown]);
  const counts = useMemo(() => countBoxes(own), [own]);
  const known = list.some((incident) => incident.id === id);
  // Opened from elsewhere, its own mailbox is shown. One that is acknowledged here leaves the list, which stays.
  useEffect(() => {
    if (known) followIncident(id);
  }, [id, known]);
  return (
    <aside className={classes.pane} aria-label="Mailbox">
      <div className={classes.box}>
        <Select
          size="xs"
          aria-label="Mailbox"
          allowDeselect={false}
          value={shown}
          onChange={(value) => showIncidents(value as Mailbox)}
          data={MAILBOXES.map((box) => ({
            value: box,
            label: counts[box] > 0 ? `${mailboxWord[box]} ${counts[box]}` : mailboxWord[box],
          }))}
        />
      </div>
      <div className={classes.rows}>
        {rows.length > 0 ? (
          <IncidentList incidents={rows} cursor={id} current={id} />
        ) : (
          <p className={classes.none}>Nothing lies here.</p>
        )}
      </div>
    </aside>
  );
}
