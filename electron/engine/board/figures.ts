import { type Figure, type FigureType, figureTypes } from '../../../shared/domain/table.ts';
import { unitOf } from '../checks/registry.ts';
import type { LiveCheck } from '../schedule/live-check.ts';
import { statusCode } from '../store/status-code.ts';

/** The last value of the table's freshness and of its volume, beside what is normal. The worst one where there are several. */
export function figuresOf(checks: readonly LiveCheck[]): Record<FigureType, Figure | null> {
  const found: Record<FigureType, Figure | null> = { freshness: null, volume: null };
  for (const type of figureTypes) {
    for (const live of checks) {
      if (live.check.type !== type) continue;
      const figure = figureOf(live);
      const best = found[type];
      if (figure && (best === null || statusCode(figure.status) > statusCode(best.status)))
        found[type] = figure;
    }
  }
  return found;
}

/** Null for a check that has no value yet. */
function figureOf({ check, state }: LiveCheck): Figure | null {
  if (!state || state.value === null) return null;
  const { warnMin, warnMax, failMin, failMax } = check.bounds;
  // Change bounds are percent of an earlier value, so they say nothing of this one.
  const fixed = check.rule.kind !== 'change';
  return {
    checkId: check.id,
    value: state.value,
    unit: unitOf(check),
    low: state.low ?? (fixed ? (warnMin ?? failMin) : null),
    high: state.high ?? (fixed ? (warnMax ?? failMax) : null),
    status: state.status,
    at: state.at,
  };
}
