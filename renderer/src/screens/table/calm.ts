import type { CheckView } from '../../../../shared/domain/check.ts';
import { healthOf, healthRank } from '../../../../shared/domain/status.ts';

/** Up to so many checks each have a card. Beyond, those that are fine are a line each. */
const MOST_CARDS = 4;

const rankOf = (check: CheckView): number => {
  if (!check.enabled) return 10;
  return check.state.status === null ? 9 : healthRank(healthOf(check.state.status));
};

/** Failing first, then by name; what is fine apart when it would drown the rest. */
export function sortOut(checks: readonly CheckView[]): { cards: CheckView[]; lines: CheckView[] } {
  const sorted = [...checks].sort((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name));
  if (sorted.length <= MOST_CARDS) return { cards: sorted, lines: [] };
  const speaks = (check: CheckView): boolean =>
    check.enabled && (check.state.status === 'fail' || check.state.status === 'warn');
  return { cards: sorted.filter(speaks), lines: sorted.filter((check) => !speaks(check)) };
}
