import {
  ACKNOWLEDGED_WITH,
  type IncidentEvent,
  type IncidentLabel,
  type IncidentView,
} from '../../../shared/domain/incident.ts';
import { WEEK_MS } from '../../../shared/domain/loudness.ts';
import type { SchemaHistoryEntry } from '../../../shared/domain/table.ts';
import { sqlOf } from '../board/views.ts';
import { schemaChange } from '../checks/schema-change.ts';
import { explainMessages } from '../incidents/explain.ts';
import { learnFromLabel } from '../incidents/learn-from-label.ts';
import { repeatHoursOf } from '../incidents/repeat.ts';
import { notFound } from '../problem.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';

type Method =
  | 'incidents.list'
  | 'incidents.get'
  | 'incidents.acknowledge'
  | 'incidents.note'
  | 'incidents.label'
  | 'incidents.explain'
  | 'incidents.around'
  | 'incidents.loud'
  | 'inbox.list'
  | 'inbox.markRead';

const SCHEMA_EVENTS = 50;
/** A difference is noted with the run that finds it, a moment before its incident begins. */
const SEEN_BEFORE_MS = 60_000;

const labelWords: Record<IncidentLabel, string> = {
  real: 'Labelled as real: it was right to speak.',
  expected: 'Labelled as expected.',
  noise: 'Labelled as noise: it should not have been spoken of.',
};

/** Answers about incidents, and about the messages that came of them. */
export function incidentHandlers({
  store,
  monitor,
  roster,
  events,
  clock,
  reader,
}: HandlerDeps): Handlers<Method> {
  /** The statement that shows the problem: that of the first member that has one. */
  const queryOf = (members: readonly { checkId: number | null }[]): string | null => {
    for (const { checkId } of members) {
      const check = checkId === null ? null : store.checks.get(checkId);
      const sql = check && sqlOf(check, roster.contextOf(check), null);
      if (sql) return sql;
    }
    return null;
  };
  /** How the schema of its table differed while it lasted, for an incident that is about that. */
  const schemaOf = ({ tableId, members, startedAt, resolvedAt }: IncidentView): SchemaHistoryEntry[] => {
    const about = members.some(
      ({ checkId }) => checkId !== null && store.checks.get(checkId)?.type === 'schema',
    );
    if (tableId === null || !about) return [];
    return store.tables
      .schemaEvents(tableId, SCHEMA_EVENTS)
      .filter(({ at }) => at >= startedAt - SEEN_BEFORE_MS && at <= (resolvedAt ?? at))
      .map(({ at, differences }) => ({ at, changes: differences.map(schemaChange) }))
      .reverse();
  };
  const existing = (id: number): IncidentView => {
    const incident = store.incidents.get(id);
    if (!incident) throw notFound('incident');
    return incident;
  };
  /** Returns the first of them as it is now. */
  const change = (
    ids: readonly [number, ...number[]],
    changes: Parameters<typeof store.incidents.update>[1],
    kind: IncidentEvent['kind'],
    text: string,
  ): IncidentView => {
    const now = clock.now();
    monitor.reviewIncidents(() => {
      for (const id of ids) {
        store.incidents.update(id, changes);
        store.incidents.addEvent(id, { at: now, kind, text });
      }
    });
    for (const id of ids) events.emit('incident.changed', existing(id));
    return existing(ids[0]);
  };
  return {
    'incidents.list': ({ states, limit }) => store.incidents.list(states, limit),
    'incidents.get': ({ id }) => {
      const incident = existing(id);
      // A group has no finding of its own: the first of its tables shows the problem.
      const first = incident.children[0] && store.incidents.get(incident.children[0].id);
      const query = queryOf(incident.members) ?? (first ? queryOf(first.members) : null);
      return { incident, timeline: store.incidents.events(id), query, schema: schemaOf(incident) };
    },
    'incidents.acknowledge': ({ id, note }) => {
      const incident = existing(id);
      // Whoever has seen the group has seen its tables.
      const open = incident.children.filter((child) => child.state === 'firing');
      const text = note.trim() ? ACKNOWLEDGED_WITH + note.trim() : 'Acknowledged';
      return change(
        [id, ...open.map((child) => child.id)],
        { acknowledgedAt: clock.now() },
        'acknowledged',
        text,
      );
    },
    'incidents.note': ({ id, note }) => {
      existing(id);
      // Not reviewed: nothing that is said depends on it.
      store.incidents.addEvent(id, { at: clock.now(), kind: 'noted', text: note });
      events.emit('incident.changed', existing(id));
      return existing(id);
    },
    'incidents.label': ({ id, label }) => {
      learnFromLabel({ store, roster, monitor }, existing(id), label);
      const text = label === null ? 'The label was taken off.' : labelWords[label];
      return change([id], { label }, 'labelled', text);
    },
    'incidents.explain': ({ id }) => {
      const { notifications } = store.settings.get();
      const incident = existing(id);
      const bad = incident.members.filter(({ resolvedAt }) => resolvedAt === null);
      const repeatHours = repeatHoursOf(store, notifications, incident, bad);
      return explainMessages(incident, store.incidents.events(id), notifications, repeatHours, clock.now());
    },
    'incidents.around': ({ id }) => {
      existing(id);
      return reader.run('changesAround', id);
    },
    'incidents.loud': async () => {
      const to = clock.now();
      return (await reader.run('loudness', { from: to - WEEK_MS, to: to + 1 })).loudness;
    },
    'inbox.list': ({ limit }) => store.inbox.list(limit),
    'inbox.markRead': ({ ids }) => {
      store.inbox.markRead(ids, clock.now());
      return null;
    },
  };
}
