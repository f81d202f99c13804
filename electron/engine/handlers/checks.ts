import { describeCheckTypes, validateCheck } from '../checks/registry.ts';
import { runCheck } from '../checks/run-check.ts';
import type { Handlers } from '../engine.ts';
import { notFound } from '../problem.ts';
import { checkView, statementOf } from '../views.ts';
import type { HandlerDeps } from './deps.ts';

type Method =
  | 'checks.types'
  | 'checks.create'
  | 'checks.update'
  | 'checks.remove'
  | 'checks.runNow'
  | 'checks.dryRun'
  | 'runs.series'
  | 'runs.list';

/** Answers about checks and their runs. */
export function checkHandlers({ store, monitor, clock }: HandlerDeps): Handlers<Method> {
  const view = (checkId: number) => {
    const live = monitor.liveCheck(checkId);
    return checkView(live, monitor.contextOf(live.check.tableId).table, clock.now());
  };
  return {
    'checks.types': () => describeCheckTypes(),
    'checks.create': ({ connectionId, tableId, check }) => {
      if (tableId !== null && !store.tables.get(tableId)) throw notFound('table');
      monitor.watch(connectionId);
      const created = store.checks.insert({ connectionId, tableId }, validateCheck(check));
      monitor.addCheck(created);
      return view(created.id);
    },
    'checks.update': ({ id, check }) => {
      if (!store.checks.get(id)) throw notFound('check');
      monitor.changeCheck(store.checks.update(id, validateCheck(check)));
      return view(id);
    },
    'checks.remove': ({ id }) => {
      const check = store.checks.get(id);
      if (!check) throw notFound('check');
      monitor.removeCheck(check);
      store.checks.remove(id);
      if (check.tableId !== null) monitor.emitTable(check.tableId);
      return null;
    },
    'checks.runNow': ({ ids }) => {
      monitor.runSoon(ids);
      return null;
    },
    'checks.dryRun': async ({ connectionId, tableId, check }) => {
      const context = monitor.contextOf(tableId);
      const input = validateCheck(check);
      // Id 0 is no check's: nothing of a dry run is recorded but its line in the query log.
      const draft = { ...input, id: 0, connectionId, tableId };
      const outcome = await runCheck(draft, context, monitor.watch(connectionId).keeper.replica, clock);
      const { status, value, message, durationMs } = outcome;
      return { status, value, message, durationMs, sql: statementOf({ check: draft }, context.table) ?? '' };
    },
    'runs.series': ({ checkId, from, to, maxPoints }) => store.runs.series(checkId, from, to, maxPoints),
    'runs.list': ({ filter, beforeId, limit }) => store.runs.list(filter, beforeId, limit),
  };
}
