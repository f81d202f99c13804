import type { MonitoredTable } from '../../../shared/domain/table.ts';
import { compareTables } from '../board/views.ts';
import { validateCheck } from '../checks/registry.ts';
import { schemaChange } from '../checks/schema-change.ts';
import { profileView } from '../planner/profile-view.ts';
import { notFound, ProblemError } from '../problem.ts';
import { byHand } from '../replica/by-hand.ts';
import { listTables, readShape } from '../replica/catalogue.ts';
import { byMatter } from '../suggest/matter.ts';
import { proposeChecks } from '../suggest/suggest.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';
import { relabelled } from './relabel.ts';

type Method =
  | 'catalogue.tables'
  | 'catalogue.known'
  | 'catalogue.columns'
  | 'catalogue.suggest'
  | 'tables.list'
  | 'tables.get'
  | 'tables.monitor'
  | 'tables.unmonitor'
  | 'tables.acceptSchema'
  | 'tables.label'
  | 'tables.runNow'
  | 'tables.setInterval';

const RECENT_INCIDENTS = 20;
const SCHEMA_EVENTS = 50;

/** Answers about monitored tables, and about the catalogue that they are picked from. */
export function tableHandlers({
  store,
  monitor,
  roster,
  board,
  events,
  clock,
  described,
}: HandlerDeps): Handlers<Method> {
  const asked = (connectionId: number) => byHand(roster.watch(connectionId).keeper.replica);
  const existing = (id: number): MonitoredTable => {
    const table = store.tables.get(id);
    if (!table) throw notFound('table');
    return table;
  };
  return {
    'catalogue.tables': async ({ connectionId }) => {
      const relations = await listTables(asked(connectionId));
      return byMatter(relations).map((relation) => ({
        ...relation,
        monitoredTableId: store.tables.find(connectionId, relation.schema, relation.name)?.id ?? null,
      }));
    },
    'catalogue.known': ({ connectionId }) =>
      store.tables
        .list()
        .filter((table) => table.connectionId === connectionId)
        .map(({ id, schema, name }) => {
          const columns = (store.tables.acceptedSchema(id) ?? roster.facts.of(id))?.columns ?? [];
          return { schema, name, columns: columns.map((column) => column.name) };
        }),
    'catalogue.columns': async ({ connectionId, schema, name }) => {
      const { columns } = await readShape(asked(connectionId), schema, name);
      return { schema, name, columns: columns.map((column) => column.name) };
    },
    'catalogue.suggest': async ({ connectionId, schema, name }) => {
      const { facts, suggestions } = await proposeChecks(asked(connectionId), { schema, name });
      described.note(connectionId, facts);
      return suggestions;
    },
    'tables.list': () => board.tables().sort(compareTables),
    'tables.get': ({ id }) => {
      const table = existing(id);
      const history = store.tables.schemaEvents(id, SCHEMA_EVENTS);
      const known = roster.facts.dated(id);
      return {
        table: board.table(table),
        checks: roster.checksOfTable(id).map((live) => board.check(live.check.id)),
        columns: [...((store.tables.acceptedSchema(id) ?? known?.facts)?.columns ?? [])],
        profile: profileView(known),
        schemaDifferences: history[0]?.differences ?? [],
        schemaHistory: history.map(({ at, differences }) => ({ at, changes: differences.map(schemaChange) })),
        incidents: store.incidents.forTable(id, RECENT_INCIDENTS),
      };
    },
    'tables.monitor': async ({ connectionId, schema, name, checks }) => {
      if (store.tables.find(connectionId, schema, name)) {
        throw new ProblemError({
          code: 'already_monitored',
          title: `${schema}.${name} is monitored already.`,
          hint: 'Open it from the overview to add checks.',
        });
      }
      const inputs = checks.map(validateCheck);
      const facts = await described.factsOf(connectionId, { schema, name }, asked(connectionId));
      const { table, created } = store.transaction(() => {
        const inserted = store.tables.insert({
          connectionId,
          schema,
          name,
          kind: facts.kind,
          addedAt: clock.now(),
        });
        roster.facts.learn(inserted.id, facts, clock.now());
        const owner = { connectionId, tableId: inserted.id };
        return { table: inserted, created: inputs.map((input) => store.checks.insert(owner, input)) };
      });
      monitor.putChecks(created);
      board.pushTable(table.id);
      return board.table(table);
    },
    'tables.unmonitor': ({ id }) => {
      existing(id);
      monitor.removeTable(id);
      store.tables.remove(id);
      events.emit('table.removed', { id });
      return null;
    },
    'tables.acceptSchema': async ({ id }) => {
      const table = existing(id);
      const { connectionId, schema, name } = table;
      const seen = await readShape(asked(connectionId), schema, name);
      if (seen.columns.length === 0) {
        throw new ProblemError({
          code: 'table_gone',
          title: `${schema}.${name} is not there, so there is no schema to accept.`,
          hint: 'If it is gone for good, stop monitoring it.',
        });
      }
      store.transaction(() => {
        store.tables.acceptSchema(id, seen, clock.now());
        if (seen.kind) store.tables.update({ ...table, kind: seen.kind });
        store.tables.addSchemaEvent(id, { at: clock.now(), differences: [] });
      });
      monitor.runSoon(roster.checksOfTable(id).map((live) => live.check.id));
      return null;
    },
    'tables.label': ({ ids, change }) => {
      const tables = ids.map(existing);
      const after = tables.map(({ id }) => ({ id, labels: relabelled(store.labels.of(id), change) }));
      store.transaction(() => {
        for (const { id, labels } of after) store.labels.set(id, labels);
      });
      for (const { id } of tables) board.pushTable(id);
      return tables.map((table) => board.table(table));
    },
    'tables.setInterval': ({ ids, intervalMs }) => {
      const old = ids.flatMap((id) => roster.checksOfTable(existing(id).id)).map((live) => live.check);
      const changed = store.transaction(() =>
        old.map((check) => store.checks.update(check.id, { ...check, intervalMs })),
      );
      monitor.putChecks(changed);
      return { checks: changed.length };
    },
    'tables.runNow': ({ ids }) => {
      const checks = ids
        .flatMap((id) => roster.checksOfTable(existing(id).id))
        .filter((live) => live.check.enabled);
      monitor.runSoon(checks.map((live) => live.check.id));
      return { checks: checks.length };
    },
  };
}
