import type { AlertRow, IncidentRow } from '../store/api.ts';
import type { Round } from './round.ts';
import { GROUP_WINDOW_MS } from './timing.ts';

/** Late rows show as old and as few. */
const ALIKE: Readonly<Record<string, string>> = { freshness: 'volume' };

/**
 * The incident of a table that explains one of a view which shows its rows: what is wrong with both is alike, or it began
 * together. Of several that of the table furthest down. Null: what is wrong with the view is its own.
 */
export function tableBehind(round: Round, view: IncidentRow): IncidentRow | null {
  const sources = round.sourcesOf(view.tableId);
  if (sources.length === 0) return null;
  const findings = kindsOf(round, view);
  const behind = round.firing().filter((row) => {
    if (row.tableId === null || !sources.includes(row.tableId)) return false;
    const together = Math.abs(row.startedAt - view.startedAt) <= GROUP_WINDOW_MS;
    return together || [...findings].every((kind) => kindsOf(round, row).has(kind));
  });
  const depth = (row: IncidentRow) => round.sourcesOf(row.tableId).length;
  return behind.sort((a, b) => depth(a) - depth(b))[0] ?? null;
}

/** Whether what is in doubt in a table may turn out to be behind what is wrong with a view. */
export function isInDoubtBelow(round: Round, alert: AlertRow, view: IncidentRow): boolean {
  return alert.tableId !== null && round.sourcesOf(view.tableId).includes(alert.tableId);
}

function kindsOf(round: Round, row: IncidentRow): Set<string> {
  return new Set(round.alertsOf(row.id).map(({ kind }) => ALIKE[kind] ?? kind));
}
