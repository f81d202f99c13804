import { notFound } from '../problem.ts';
import { sqlOf } from '../views.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';

type Method = 'incidents.list' | 'incidents.get' | 'incidents.acknowledge' | 'inbox.list' | 'inbox.markRead';

/** Answers about incidents, and about the messages that came of them. */
export function incidentHandlers({ store, roster, events, clock }: HandlerDeps): Handlers<Method> {
  /** The statement that shows the problem: that of the first member that has one. */
  const queryOf = (members: readonly { checkId: number | null }[]): string | null => {
    for (const { checkId } of members) {
      const check = checkId === null ? null : store.checks.get(checkId);
      const sql = check && sqlOf(check, roster.contextOf(check), null);
      if (sql) return sql;
    }
    return null;
  };
  return {
    'incidents.list': ({ states, limit }) => store.incidents.list(states, limit),
    'incidents.get': ({ id }) => {
      const incident = store.incidents.get(id);
      if (!incident) throw notFound('incident');
      return { incident, timeline: store.incidents.events(id), query: queryOf(incident.members) };
    },
    'incidents.acknowledge': ({ id, note }) => {
      if (!store.incidents.get(id)) throw notFound('incident');
      const now = clock.now();
      store.transaction(() => {
        store.incidents.update(id, { acknowledgedAt: now });
        const text = note.trim() ? `Acknowledged: ${note.trim()}` : 'Acknowledged';
        store.incidents.addEvent(id, { at: now, kind: 'acknowledged', text });
      });
      const incident = store.incidents.get(id);
      if (!incident) throw notFound('incident');
      events.emit('incident.changed', incident);
      return incident;
    },
    'inbox.list': ({ limit }) => store.inbox.list(limit),
    'inbox.markRead': ({ ids }) => {
      store.inbox.markRead(ids, clock.now());
      return null;
    },
  };
}
