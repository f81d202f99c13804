import type { CheckView } from '../../shared/domain/check.ts';
import type { Engine } from '../engine/engine.ts';

/** Resolves when each of the checks has ended a run from now on, with their views in the order of the ids. */
export function judgedOnce(engine: Engine, ids: ReadonlySet<number>): Promise<CheckView[]> {
  const askedAt = Date.now();
  const ended = new Map<number, CheckView>();
  return new Promise((resolve) => {
    const finish = () => {
      stop();
      resolve([...ids].flatMap((id) => ended.get(id) ?? []));
    };
    const stop = engine.onEvent((event) => {
      if (event.name !== 'check.changed') return;
      const view = event.payload;
      if (!ids.has(view.id) || view.state.running || view.state.at === null || view.state.at < askedAt)
        return;
      ended.set(view.id, view);
      if (ended.size === ids.size) finish();
    });
    if (ids.size === 0) finish();
  });
}
