import {
  type ConnectionConfig,
  type ConnectionInput,
  type ConnectionTestStep,
  isSameServer,
} from '../../../shared/domain/connection.ts';
import { lagCheck } from '../checks/lag-check.ts';
import { safetyReport } from '../connections/safety-report.ts';
import { notFound, ProblemError } from '../problem.ts';
import { testConnection } from '../replica/test-connection.ts';
import { readConnection } from '../replica/url.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';

type Method =
  | 'connections.list'
  | 'connections.parse'
  | 'connections.test'
  | 'connections.create'
  | 'connections.update'
  | 'connections.remove'
  | 'connections.setPaused'
  | 'connections.pauseAll'
  | 'connections.pauseState'
  | 'connections.stopAll'
  | 'connections.checks'
  | 'connections.running'
  | 'connections.cancelQuery'
  | 'connections.safety';

/** Answers about connections. A new one gets its replication lag check by itself. */
export function connectionHandlers({
  store,
  monitor,
  roster,
  board,
  events,
  passwords,
}: HandlerDeps): Handlers<Method> {
  const existing = (id: number): ConnectionConfig => {
    const connection = store.connections.get(id);
    if (!connection) throw notFound('connection');
    return connection;
  };
  const refuseSameName = (name: string, ownId: number | null) => {
    if (store.connections.list().some((other) => other.name === name && other.id !== ownId)) {
      throw new ProblemError({
        code: 'name_taken',
        title: `There is already a connection named "${name}".`,
        hint: 'Choose another name, so that notifications say clearly which replica they mean.',
        detail: 'name',
      });
    }
  };
  return {
    'connections.list': () => board.connections(),
    'connections.parse': ({ url }) => readConnection(url),
    'connections.test': async ({ id, connection, run }) => {
      const password = connection.password ?? (id === null ? null : await passwords.get(id));
      const onStep = (step: ConnectionTestStep) => events.emit('connection.tested', { run, step });
      const saved = id === null ? null : store.connections.get(id);
      // What goes to another server than the saved one is no load on that, and nothing that was asked of it.
      if (!saved || !isSameServer(saved, connection)) return testConnection(connection, password, { onStep });
      return testConnection(connection, password, {
        onStep,
        onQuery: (entry, { busyMs }) =>
          monitor.noteQuery({ ...entry, connectionId: saved.id }, { busyMs, byHand: true }),
      });
    },
    'connections.create': async (input) => {
      refuseSameName(input.name, null);
      const { password, ...config } = input;
      const connection = store.transaction(() => {
        const created = store.connections.insert({ ...config, paused: false });
        store.checks.insert({ connectionId: created.id, tableId: null }, lagCheck(config.policy));
        return created;
      });
      if (password !== null) await passwords.set(connection.id, password);
      monitor.addConnection(connection);
      monitor.putChecks(store.checks.list().filter(({ connectionId }) => connectionId === connection.id));
      return board.connection(connection.id);
    },
    'connections.update': async ({ id, connection }) => {
      const { paused } = existing(id);
      refuseSameName(connection.name, id);
      const { password, ...config } = connection satisfies ConnectionInput;
      if (password !== null) await passwords.set(id, password);
      await monitor.changeConnection(store.connections.update({ ...config, id, paused }));
      return board.connection(id);
    },
    'connections.remove': async ({ id }) => {
      existing(id);
      const tables = store.tables.list().filter((table) => table.connectionId === id);
      await monitor.removeConnection(id);
      store.connections.remove(id);
      passwords.forget(id);
      for (const table of tables) events.emit('table.removed', { id: table.id });
      events.emit('connection.removed', { id });
      return null;
    },
    'connections.checks': ({ id }) => roster.checksOfConnection(id).map(({ check }) => board.check(check.id)),
    'connections.running': ({ id }) => roster.watch(id).keeper.replica.running(),
    'connections.cancelQuery': async ({ id, queryId }) => {
      const confirmed = await roster.watch(id).keeper.replica.cancel(queryId);
      return { found: confirmed !== null, confirmed: confirmed === true };
    },
    'connections.safety': ({ id }) => {
      const schemas = store.tables.list().flatMap((table) => (table.connectionId === id ? table.schema : []));
      return safetyReport(board.connection(id), schemas);
    },
    'connections.pauseAll': ({ paused }) => monitor.pauses.set(paused),
    'connections.pauseState': () => monitor.pauses.state,
    'connections.stopAll': () => monitor.pauses.stopAll(),
    'connections.setPaused': async ({ id, paused }) => {
      await monitor.changeConnection(store.connections.update({ ...existing(id), paused }));
      return board.connection(id);
    },
  };
}
