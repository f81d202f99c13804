import { statementsOf } from '../checks/reason.ts';
import { describeCheckTypes, unitOf, validateCheck } from '../checks/registry.ts';
import { notFound, ProblemError } from '../problem.ts';
import type { HandlerDeps, Handlers } from './handlers.ts';

type Method =
  | 'checks.types'
  | 'checks.create'
  | 'checks.update'
  | 'checks.remove'
  | 'checks.runNow'
  | 'checks.named'
  | 'checks.feedback'
  | 'runs.series'
  | 'runs.list'
  | 'runs.statements';

/** Answers about checks and their runs. */
export function checkHandlers({ store, monitor, roster, board }: HandlerDeps): Handlers<Method> {
  return {
    'checks.types': () => describeCheckTypes(),
    'checks.create': ({ connectionId, tableId, check }) => {
      if (tableId !== null && !store.tables.get(tableId)) throw notFound('table');
      roster.watch(connectionId);
      const created = store.checks.insert({ connectionId, tableId }, validateCheck(check));
      monitor.putChecks([created]);
      return board.check(created.id);
    },
    'checks.update': ({ id, check }) => {
      if (!store.checks.get(id)) throw notFound('check');
      monitor.putChecks([store.checks.update(id, validateCheck(check))]);
      return board.check(id);
    },
    'checks.remove': ({ id }) => {
      const check = store.checks.get(id);
      if (!check) throw notFound('check');
      monitor.removeCheck(check);
      store.checks.remove(id);
      if (check.tableId !== null) board.pushTable(check.tableId);
      return null;
    },
    'checks.named': ({ ids }) =>
      ids.flatMap((id) => {
        const live = roster.find(id);
        if (!live) return [];
        const { name, tableId, connectionId } = live.check;
        const table = tableId === null ? null : store.tables.get(tableId);
        const tableName = table && `${table.schema}.${table.name}`;
        const connectionName = roster.watch(connectionId).keeper.config.name;
        return [{ id, name, unit: unitOf(live.check), tableId, tableName, connectionName }];
      }),
    'checks.runNow': ({ ids }) => {
      monitor.runSoon(ids);
      return null;
    },
    'checks.feedback': ({ id, fine }) => {
      const { check, state } = roster.check(id);
      if (state?.value == null) {
        throw new ProblemError({
          code: 'nothing_to_judge',
          title: `${check.name} has no value yet that could be fine or not.`,
          hint: 'Run it once, then say what you think of its result.',
        });
      }
      roster.memories.correct(check, state.at, state.value, fine);
      monitor.runSoon([id]);
      return board.check(id);
    },
    'runs.series': ({ checkId, from, to, maxPoints }) => store.runs.series(checkId, from, to, maxPoints),
    'runs.statements': ({ id }) => {
      const run = store.runs.get(id);
      if (!run) throw notFound('result');
      const { check, price } = roster.check(run.checkId);
      const table = check.tableId === null ? null : store.tables.get(check.tableId);
      const sent = store.queries.between(check.connectionId, run.startedAt, run.finishedAt);
      return { statements: statementsOf(run, sent, check, table), price };
    },
    'runs.list': ({ filter, beforeId, limit }) => store.runs.list(filter, beforeId, limit),
  };
}
