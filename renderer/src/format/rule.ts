import {
  type Bounds,
  type CheckInput,
  type CheckSeverity,
  NO_BOUNDS,
  type Rule,
  type Unit,
} from '../../../shared/domain/check.ts';
import { lowerFirst } from './text.ts';
import { boundsInWords } from './unit.ts';

/** What an earlier value is called, after "against". */
export const againstWord: Record<Extract<Rule, { kind: 'change' }>['against'], string> = {
  previous: 'the run before',
  day: 'the same time yesterday',
  week: 'the same time a week ago',
};

export const severityWord: Record<CheckSeverity, string> = {
  warning: 'Warning',
  broken: 'Broken',
  critical: 'Critical',
};

const usualWord = {
  both: 'outside',
  lower: 'below',
  upper: 'above',
} as const;

/** When the check speaks: "Fails above 1 h.", "Fails below what is usual at that hour." */
export function ruleInWords(
  { rule, bounds, severity }: Pick<CheckInput, 'rule' | 'bounds' | 'severity'>,
  unit: Unit,
): string {
  const said = (text: string) => (severity === 'warning' ? text.replaceAll(/\b([Ff])ails\b/g, warns) : text);
  switch (rule.kind) {
    case 'fixed':
      return said(boundsInWords(bounds, unit));
    case 'change': {
      const words = boundsInWords(bounds, 'percent');
      if (words === 'No fixed bounds.')
        return `Watches the change against ${againstWord[rule.against]}; no bounds yet.`;
      return said(`${words.slice(0, -1)} of change against ${againstWord[rule.against]}.`);
    }
    case 'anomaly': {
      const learned = `Fails ${usualWord[rule.sides]} what is usual at that hour.`;
      if (!isBounded(bounds)) return said(learned);
      const rails = boundsInWords(bounds, unit);
      return said(
        `${learned} ${rule.guard === 'always' ? 'In any case it' : 'Until that is learned, it'} ${lowerFirst(rails)}`,
      );
    }
  }
}

export const isBounded = (bounds: Bounds): boolean => Object.values(bounds).some((bound) => bound !== null);

const warns = (_: string, first: string): string => (first === 'F' ? 'Warns' : 'warns');

/** The bounds that lie on the scale of the check's values, now: percent of change do not, nor do rails that no longer hold. */
export function drawnBounds(
  { rule, bounds }: Pick<CheckInput, 'rule' | 'bounds'>,
  band: { low: number | null; high: number | null },
): Bounds {
  if (rule.kind === 'change') return NO_BOUNDS;
  const learned = band.low !== null || band.high !== null;
  return rule.kind === 'anomaly' && rule.guard === 'while_learning' && learned ? NO_BOUNDS : bounds;
}
