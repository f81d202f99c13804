import { Button, Drawer } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import type { InboxItem, IncidentView } from '../../../shared/domain/incident.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Glyph, type GlyphName } from '../components/Glyph.tsx';
import { Loaded } from '../components/Loaded.tsx';
import { ProblemNote } from '../components/ProblemNote.tsx';
import { Ago } from '../components/Time.tsx';
import { severityHealth } from '../format/words.ts';
import { useAction } from '../hooks/useAction.ts';
import { useDailyExport } from '../stores/daily-export.ts';
import { loadInbox, markRead, setInboxOpen, useInbox } from '../stores/inbox.ts';
import { useIncidents } from '../stores/incidents.ts';
import { go } from '../stores/navigation.ts';
import { ExportFailure } from './ExportFailure.tsx';
import classes from './Inbox.module.css';

const words: Record<InboxItem['kind'], string> = {
  firing: 'Started',
  worsened: 'Got worse',
  resolved: 'Resolved',
  reminder: 'Still lasts',
  summary: 'Summary',
  undelivered: 'Not posted',
  weekly: 'Note of the week',
  unsaved: 'Not saved',
  saved: 'Saved again',
};

/** What could not be judged is never shown as broken, here as elsewhere. */
function glyphOf(item: InboxItem, incidents: readonly IncidentView[]): GlyphName {
  if (item.kind === 'resolved' || item.kind === 'saved') return 'healthy';
  if (item.kind === 'weekly') return 'learning';
  const incident = incidents.find((each) => each.id === item.incidentId);
  return incident ? severityHealth[incident.severity] : 'unjudged';
}

/** Every message Pulse had for its user, whatever the desktop did with it. */
export function Inbox() {
  const { open, list, load } = useInbox();
  const incidents = useIncidents((state) => state.list);
  const reading = useAction(markRead);
  const failing = useDailyExport((state) => state.view?.failure != null);
  const unread = list.filter((item) => item.readAt === null).map((item) => item.id);
  const openItem = (item: InboxItem) => {
    if (item.readAt === null) void reading.run([item.id]);
    setInboxOpen(false);
    // All of what was loud stands with the incidents, not with the loudest one.
    if (item.kind === 'weekly') go({ screen: 'incidents' });
    else if (item.incidentId !== null) go({ screen: 'incident', id: item.incidentId });
  };
  return (
    <Drawer opened={open} onClose={() => setInboxOpen(false)} title="Inbox" size={420}>
      <div className={classes.inbox}>
        {reading.problem && <ProblemNote problem={reading.problem} />}
        <ExportFailure />
        <Loaded load={load} label="Loading the inbox" retry={loadInbox} have={list.length > 0}>
          {list.length === 0 ? (
            !failing && (
              <EmptyState
                icon={<IconBellOff size={20} stroke={1.6} />}
                title="Nothing to read"
                text="When data breaks, what, where, since when and how far from normal will stand here, even if the desktop showed no notification."
              />
            )
          ) : (
            <>
              <div className={classes.bar}>
                <span>{unread.length > 0 ? `${unread.length} unread` : 'All read'}</span>
                <Button
                  variant="subtle"
                  color="gray"
                  disabled={unread.length === 0}
                  loading={reading.slow}
                  onClick={() => reading.run(unread)}
                >
                  Mark all as read
                </Button>
              </div>
              <ul className={classes.list} aria-label="Notifications">
                {list.map((item) => (
                  <li key={item.id}>
                    <button
                      type="button"
                      className={classes.item}
                      data-unread={item.readAt === null || undefined}
                      onClick={() => openItem(item)}
                    >
                      <span className={classes.glyph}>
                        <Glyph name={glyphOf(item, incidents)} />
                      </span>
                      <span className={classes.text}>
                        <span className={classes.title}>{item.title}</span>
                        <span className={classes.body}>{item.body}</span>
                        <span className={classes.when}>
                          {words[item.kind]} <Ago at={item.at} />
                          {item.readAt === null && ', unread'}
                          {item.delivery === 'inbox_only' && ', shown here only'}
                        </span>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            </>
          )}
        </Loaded>
      </div>
    </Drawer>
  );
}
