import type { IncidentLabel, IncidentView } from '../../../shared/domain/incident.ts';
import type { HandlerDeps } from '../handlers/handlers.ts';

/**
 * What its user made of an incident teaches the checks in it that learn: noise was normal, what was real was not. What
 * was expected happened for once, and teaches nothing.
 */
export function learnFromLabel(
  { store, roster, monitor }: Pick<HandlerDeps, 'store' | 'roster' | 'monitor'>,
  { members, label: before }: IncidentView,
  label: IncidentLabel | null,
): void {
  if (label === before || (label !== 'noise' && label !== 'real')) return;
  for (const { checkId, since, resolvedAt } of members) {
    const check = checkId === null ? null : store.checks.get(checkId);
    if (!check) continue;
    const filter = {
      connectionId: null,
      tableId: null,
      checkId: check.id,
      statuses: ['warn' as const, 'fail' as const],
      from: since,
      to: resolvedAt,
    };
    const [last] = store.runs.list(filter, null, 1);
    if (last?.value == null) continue;
    roster.memories.correct(check, last.finishedAt, last.value, label === 'noise');
    if (resolvedAt === null) monitor.runSoon([check.id]);
  }
}
